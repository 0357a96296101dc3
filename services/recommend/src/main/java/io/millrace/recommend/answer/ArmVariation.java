package io.millrace.recommend.answer;

import io.millrace.model.recommendation.SourceMix;
import io.millrace.model.recommendation.Variation;
import io.millrace.schemas.ArmRanker;
import io.millrace.schemas.ArmRetrieval;
import io.millrace.schemas.ExperimentArm;
import org.jspecify.annotations.Nullable;

/** What an arm changes of retrieval and ranking. */
final class ArmVariation {
  private ArmVariation() {}

  static Variation of(ExperimentArm arm) {
    ArmRanker ranker = arm.getRanker();
    return arm.getRetrieval() == null && ranker == null
        ? Variation.NONE
        : new Variation(
            mix(arm.getRetrieval()),
            ranker == null ? null : ranker.getEnabled(),
            ranker == null ? null : ranker.getRatingWeight());
  }

  private static SourceMix mix(@Nullable ArmRetrieval retrieval) {
    return retrieval == null
        ? SourceMix.AS_SET
        : new SourceMix(
            retrieval.getCandidates(),
            retrieval.getIndexCandidates(),
            retrieval.getTransitionCandidates(),
            retrieval.getPopularityCandidates(),
            retrieval.getFreshCandidates());
  }
}
