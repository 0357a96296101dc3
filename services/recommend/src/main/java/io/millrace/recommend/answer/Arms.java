package io.millrace.recommend.answer;

import io.millrace.model.experiment.Assignment;
import io.millrace.model.experiment.Assignment.Place;
import io.millrace.model.recommendation.Knobs;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.recommend.answer.Armed.Answerer;
import io.millrace.recommend.answer.Armed.Duel;
import io.millrace.recommend.answer.Armed.Side;
import io.millrace.recommend.experiments.Experiments;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.generation.ServingModel;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentArm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers a query as the user's arms have it. Where arms of two layers say different things of the
 * same field, the older experiment's stands, of every field alike: who begins another experiment
 * does not change what one under way compares. Thread-safe.
 */
final class Arms {
  private static final Comparator<Shown> OLDEST_FIRST =
      Comparator.comparing(shown -> shown.place().experiment(), Assignment.OLDEST_FIRST);

  private final Experiments experiments;
  private final Generations generations;
  private final Knobs defaults;

  Arms(Experiments experiments, Generations generations, SteeringSettings defaults) {
    this.experiments = experiments;
    this.generations = generations;
    this.defaults = defaults.knobs();
  }

  /** An arm, and what it says. */
  private record Shown(Place place, ArmSettings settings) {}

  /** How a query is answered. */
  Armed of(RecommendationQuery query) {
    List<Shown> all = new ArrayList<>();
    Experiment interleaved = null;
    for (Place place : experiments.places(query.userId())) {
      if (!isBuilt(place.experiment())) {
        continue;
      }
      if (!place.experiment().getInterleaved()) {
        add(place, all);
      } else if (interleaved == null) {
        interleaved = place.experiment();
      }
    }
    ArmSettings settings = joined(all.stream());
    return new Armed(
        answerer(settings),
        settings.steer(query, defaults),
        all.stream().map(shown -> shown.place().label()).toList(),
        interleaved == null ? null : duel(interleaved, all, query));
  }

  /**
   * Whether every arm's model is built here. Until then none of the experiment is shown: if the
   * arms that can be were, they alone would be counted, and seem the better for it.
   */
  private boolean isBuilt(Experiment experiment) {
    for (ExperimentArm arm : experiment.getArms()) {
      if (arm.getModelVersion() != null && generations.built(arm.getModelVersion()) == null) {
        return false;
      }
    }
    return true;
  }

  private void add(Place place, List<Shown> all) {
    Shown shown = shown(place);
    if (shown != null) {
      all.add(shown);
    }
  }

  /** Null for an arm whose model is not built here any more: it has not been shown. */
  private @Nullable Shown shown(Place place) {
    String version = place.arm().getModelVersion();
    ServingModel model = version == null ? null : generations.built(version);
    return version != null && model == null
        ? null
        : new Shown(place, ArmSettings.of(place.arm(), model));
  }

  private static ArmSettings joined(Stream<Shown> all) {
    return all.sorted(OLDEST_FIRST).map(Shown::settings).reduce(ArmSettings.NONE, ArmSettings::or);
  }

  private Answerer answerer(ArmSettings settings) {
    return new Answerer(
        Objects.requireNonNullElseGet(settings.model(), generations::serving),
        settings.variation());
  }

  /**
   * Both arms, each joined with the arms of other experiments. Null where a model is not built here
   * any more, or where the caller gives items places or numbers that a list made of two would not
   * keep to.
   */
  private @Nullable Duel duel(
      Experiment experiment, List<Shown> others, RecommendationQuery query) {
    boolean bound = !query.steering().pins().isEmpty() || !query.steering().caps().isEmpty();
    Side first = side(experiment, experiment.getArms().getFirst(), others, query);
    Side second = side(experiment, experiment.getArms().getLast(), others, query);
    return bound || first == null || second == null ? null : new Duel(first, second);
  }

  private @Nullable Side side(
      Experiment experiment, ExperimentArm arm, List<Shown> others, RecommendationQuery query) {
    Shown own = shown(new Place(experiment, arm));
    if (own == null) {
      return null;
    }
    ArmSettings settings = joined(Stream.concat(others.stream(), Stream.of(own)));
    return new Side(own.place(), answerer(settings), settings.steer(query, defaults));
  }
}
