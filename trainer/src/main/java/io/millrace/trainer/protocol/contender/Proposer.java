package io.millrace.trainer.protocol.contender;

import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Forecaster;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who proposes candidates. For one thread; the forecasters are for one thread each. */
@FunctionalInterface
public interface Proposer {
  /**
   * The candidates alone, in the order they are proposed.
   *
   * @param settings of how many each source proposes
   * @param source whose; null for the union of all
   */
  Supplier<Forecaster> candidates(
      Interactions log, RecommenderSettings settings, @Nullable SourceKind source);
}
