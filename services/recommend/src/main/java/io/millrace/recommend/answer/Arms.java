package io.millrace.recommend.answer;

import io.millrace.model.experiment.Assignment.Place;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.SeenPolicy;
import io.millrace.model.recommendation.Steering;
import io.millrace.model.recommendation.Variation;
import io.millrace.recommend.answer.Armed.Answerer;
import io.millrace.recommend.answer.Armed.Duel;
import io.millrace.recommend.answer.Armed.Side;
import io.millrace.recommend.experiments.Experiments;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.generation.ServingModel;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentArm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers a query as the user's arms have it. Thread-safe. */
final class Arms {
  private final Experiments experiments;
  private final Generations generations;
  private final SteeringSettings defaults;

  Arms(Experiments experiments, Generations generations, SteeringSettings defaults) {
    this.experiments = experiments;
    this.generations = generations;
    this.defaults = defaults;
  }

  /** How a query is answered. */
  Armed of(RecommendationQuery query) {
    ServingModel model = generations.serving();
    Variation variation = Variation.NONE;
    RecommendationQuery steered = query;
    List<String> labels = new ArrayList<>();
    Experiment interleaved = null;
    for (Place place : experiments.places(query.userId())) {
      ServingModel of = model(place.arm(), model);
      if (place.experiment().getInterleaved()) {
        interleaved = interleaved == null ? place.experiment() : interleaved;
      } else if (of != null) { // an arm whose model is not built here yet has not been shown
        model = of;
        variation = variation.or(ArmVariation.of(place.arm()));
        steered = steered(steered, place.arm());
        labels.add(place.label());
      }
    }
    Answerer answerer = new Answerer(model, variation);
    Duel duel = interleaved == null ? null : duel(interleaved, answerer, steered);
    return new Armed(answerer, steered, labels, duel);
  }

  /**
   * Both arms, over what the arms of other experiments have made of the query. Null where a model
   * is not built here yet, or where the caller gives items places or numbers that a list made of
   * two would not keep to.
   */
  private @Nullable Duel duel(Experiment experiment, Answerer present, RecommendationQuery query) {
    boolean bound = !query.steering().pins().isEmpty() || !query.steering().caps().isEmpty();
    Side first = side(experiment, experiment.getArms().getFirst(), present, query);
    Side second = side(experiment, experiment.getArms().getLast(), present, query);
    return bound || first == null || second == null ? null : new Duel(first, second);
  }

  private @Nullable Side side(
      Experiment experiment, ExperimentArm arm, Answerer present, RecommendationQuery query) {
    ServingModel model = model(arm, present.model());
    if (model == null) {
      return null;
    }
    Answerer answerer = new Answerer(model, present.variation().or(ArmVariation.of(arm)));
    return new Side(new Place(experiment, arm), answerer, steered(query, arm));
  }

  private @Nullable ServingModel model(ExperimentArm arm, ServingModel present) {
    String version = arm.getModelVersion();
    return version == null ? present : generations.built(version);
  }

  private RecommendationQuery steered(RecommendationQuery query, ExperimentArm arm) {
    Steering by = query.steering();
    Double diversity = arm.getDiversity();
    // A list of nothing but what was seen has no fresh items.
    Double exploration = query.seen() == SeenPolicy.ONLY ? null : arm.getExploration();
    if (diversity == null && exploration == null) {
      return query;
    }
    return query.steered(
        new Steering(
            by.filter(),
            by.boosts(),
            by.pins(),
            by.diversity() == defaults.diversity() && diversity != null
                ? diversity
                : by.diversity(),
            by.caps(),
            by.exploration() == defaults.exploration() && exploration != null
                ? exploration
                : by.exploration(),
            by.seed()));
  }
}
