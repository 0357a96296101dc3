package io.millrace.trainer.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was predicted, in the order of the events. Immutable. */
public record Predictions(List<Prediction> all) {
  /** Length of the lists kept. */
  public static final int TOP = 10;

  /**
   * One of them.
   *
   * @param event that was predicted
   * @param rank of the item that was rated, 1 is best
   * @param top ordinals of the first items, best first; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Prediction(int event, int rank, int[] top) {}

  public Predictions {
    all = List.copyOf(all);
  }

  /** Those of several threads. */
  static Predictions joined(List<List<Prediction>> parts) {
    List<Prediction> all = new ArrayList<>();
    parts.forEach(all::addAll);
    all.sort(Comparator.comparingInt(Prediction::event));
    return new Predictions(all);
  }
}
