package io.millrace.trainer.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * @param probabilities how likely these were said to be; null where that was not said
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Prediction(int event, int rank, int[] top, double @Nullable [] probabilities) {
    /** What a ranking says of an event, in which an item was rated. */
    static Prediction of(int event, int item, Ranking ranking) {
      return new Prediction(
          event, ranking.rankOf(item), ranking.top(TOP), ranking.probabilities(TOP));
    }
  }

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
