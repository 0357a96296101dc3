package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.dataset.Interactions;

/**
 * Which ratings a fit learns from, as places in the log.
 *
 * <p>The ranker has to meet the towers' scores as it will in serving, of ratings that the towers
 * have not seen (stacking; Wolpert 1992). From random weights the towers are kept from the newest
 * share for that. Trained weights have seen everything up to their moment, so from those it is what
 * came after it, scored before the towers learn from it (prequential; Dawid 1984).
 *
 * @param from first that the towers learn from
 * @param cut first that the ranker learns from, {@code from} to {@code end}
 * @param end after the last of all
 */
record Stretch(int from, int cut, int end) {
  /** Of a fit from random weights. */
  static Stretch fresh(TrainerConfig config, int end) {
    return cutAt(config, Math.max(1, end - (int) (end * config.rankingShare())), end);
  }

  /**
   * Of a fit that goes on from a bundle: the ranker's are what is new, at most its share.
   *
   * @param warm whose weights it begins with
   */
  static Stretch warm(TrainerConfig config, Interactions data, Bundle warm, int end) {
    int unseen = WarmStart.firstAfter(data, end, warm);
    return cutAt(config, Math.max(fresh(config, end).cut(), unseen), end);
  }

  /** Of an update, in which the ranker learns nothing. */
  static Stretch update(TrainerConfig config, int end) {
    return new Stretch(Math.max(0, end - config.updateExamples()), end, end);
  }

  private static Stretch cutAt(TrainerConfig config, int cut, int end) {
    return new Stretch(Math.max(0, cut - config.retrievalMaxExamples()), cut, end);
  }
}
