package io.millrace.recommend.answer;

import io.millrace.model.recommendation.Knobs;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.SeenPolicy;
import io.millrace.model.recommendation.Steering;
import io.millrace.model.recommendation.Variation;
import io.millrace.recommend.generation.ServingModel;
import io.millrace.schemas.ExperimentArm;
import org.jspecify.annotations.Nullable;

/**
 * What arms say of how a list is made. Immutable; thread-safe as the model is.
 *
 * @param model that answers, null for the one that serves everybody
 * @param variation of retrieval and ranking, in nothing where they say nothing of them
 * @param knobs what they say by degrees
 */
record ArmSettings(@Nullable ServingModel model, Variation variation, Knobs knobs) {
  /** Says nothing. */
  static final ArmSettings NONE = new ArmSettings(null, Variation.NONE, Knobs.NONE);

  /**
   * What an arm says.
   *
   * @param model that it names
   */
  static ArmSettings of(ExperimentArm arm, @Nullable ServingModel model) {
    return new ArmSettings(
        model, ArmVariation.of(arm), new Knobs(arm.getDiversity(), arm.getExploration()));
  }

  /** These settings, and where they say nothing the other ones. */
  ArmSettings or(ArmSettings other) {
    return new ArmSettings(
        model == null ? other.model : model, variation.or(other.variation), knobs.or(other.knobs));
  }

  /**
   * The query as the arms have it, where it does not say otherwise itself.
   *
   * @param defaults what holds where neither says anything
   */
  RecommendationQuery steer(RecommendationQuery query, Knobs defaults) {
    Knobs absent = knobs.or(defaults);
    Steering by = query.steering();
    // A list of nothing but what was seen has no fresh items.
    return query.steered(
        by.turned(
            by.knobs().or(query.seen() == SeenPolicy.ONLY ? absent.withoutExploration() : absent)));
  }
}
