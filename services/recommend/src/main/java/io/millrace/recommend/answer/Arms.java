package io.millrace.recommend.answer;

import io.millrace.model.experiment.Assignment.Place;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.SeenPolicy;
import io.millrace.model.recommendation.Steering;
import io.millrace.recommend.experiments.Experiments;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.generation.ServingModel;
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

  /**
   * How a query is answered.
   *
   * @param model that answers
   * @param query steered as the arms have it, where it does not say otherwise itself
   * @param label of the arms; null where there is none
   */
  record Armed(ServingModel model, RecommendationQuery query, @Nullable String label) {}

  Armed of(RecommendationQuery query) {
    ServingModel model = generations.serving();
    RecommendationQuery steered = query;
    List<String> labels = new ArrayList<>();
    for (Place place : experiments.places(query.userId())) {
      ServingModel of = model(place.arm(), model);
      if (of != null) { // an arm whose model is not built here yet has not been shown
        model = of;
        steered = steered(steered, place.arm());
        labels.add(place.label());
      }
    }
    return new Armed(model, steered, labels.isEmpty() ? null : String.join(",", labels));
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
