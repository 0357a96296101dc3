package io.millrace.model.encode;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A few numbers that belong together, computed from one context. One group, one class; pure, called
 * by training and by serving alike. Values lie roughly in [-1, 1], whatever the context holds.
 *
 * @param <C> what the group reads
 */
interface FeatureGroup<C> extends Numbers<C> {
  /** Unique among the groups of one kind; part of the layout. */
  String name();

  /** How many numbers. */
  int width();

  /** What each number is called in an explanation; unique within the group. */
  default List<String> numbers() {
    return IntStream.rangeClosed(1, width()).mapToObj(String::valueOf).toList();
  }

  /**
   * What writes the numbers of one query's contexts; with what depends on the user alone worked
   * out, where that pays.
   */
  default Numbers<C> within(QueryState query) {
    return this;
  }

  /** Writes exactly {@link #width()} numbers from {@code out[at]}, where zeros are. */
  @Override
  void encode(C context, float[] out, int at);
}
