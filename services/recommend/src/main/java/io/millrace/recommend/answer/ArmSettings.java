package io.millrace.recommend.answer;

import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.SeenPolicy;
import io.millrace.model.recommendation.Steering;
import io.millrace.model.recommendation.Variation;
import io.millrace.recommend.generation.ServingModel;
import io.millrace.schemas.ExperimentArm;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What arms say of how a list is made. Immutable; thread-safe as the model is.
 *
 * @param model that answers, null for the one that serves everybody
 * @param variation of retrieval and ranking, in nothing where they say nothing of them
 * @param diversity 0 to 1, null where they say nothing of it
 * @param exploration 0 to 1, null where they say nothing of it
 */
record ArmSettings(
    @Nullable ServingModel model,
    Variation variation,
    @Nullable Double diversity,
    @Nullable Double exploration) {
  /** Says nothing. */
  static final ArmSettings NONE = new ArmSettings(null, Variation.NONE, null, null);

  /**
   * What an arm says.
   *
   * @param model that it names
   */
  static ArmSettings of(ExperimentArm arm, @Nullable ServingModel model) {
    return new ArmSettings(model, ArmVariation.of(arm), arm.getDiversity(), arm.getExploration());
  }

  /** These settings, and where they say nothing the other ones. */
  ArmSettings or(ArmSettings other) {
    return new ArmSettings(
        model == null ? other.model : model,
        variation.or(other.variation),
        diversity == null ? other.diversity : diversity,
        exploration == null ? other.exploration : exploration);
  }

  /** The query as the arms have it, where it does not say otherwise itself. */
  RecommendationQuery steer(RecommendationQuery query, SteeringSettings defaults) {
    // A list of nothing but what was seen has no fresh items.
    Double fresh = query.seen() == SeenPolicy.ONLY ? null : exploration;
    if (diversity == null && fresh == null) {
      return query;
    }
    Steering by = query.steering();
    return query.steered(
        new Steering(
            by.filter(),
            by.boosts(),
            by.pins(),
            by.diversity() == defaults.diversity()
                ? Objects.requireNonNullElse(diversity, by.diversity())
                : by.diversity(),
            by.caps(),
            by.exploration() == defaults.exploration()
                ? Objects.requireNonNullElse(fresh, by.exploration())
                : by.exploration(),
            by.seed()));
  }
}
