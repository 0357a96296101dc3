package io.millrace.model.encode;

import java.util.Arrays;
import java.util.List;

/**
 * Encodes candidates of one query: what depends on the user alone is worked out once. Immutable,
 * thread-safe.
 */
public final class PairEncoder {
  private final List<Numbers<PairContext>> numbers;
  private final int[] places;
  private final int width;

  PairEncoder(List<FeatureGroup<PairContext>> groups, QueryState query) {
    this.numbers = groups.stream().map(group -> group.within(query)).toList();
    this.places = new int[groups.size()];
    int place = 0;
    for (int i = 0; i < places.length; i++) {
      places[i] = place;
      place += groups.get(i).width();
    }
    this.width = place;
  }

  /**
   * Encodes a candidate.
   *
   * @param context of this query
   * @param out takes {@link FeatureEncoder#pairWidth()} numbers from {@code at}
   */
  public void encode(PairContext context, float[] out, int at) {
    Arrays.fill(out, at, at + width, 0f);
    for (int i = 0; i < places.length; i++) {
      numbers.get(i).encode(context, out, at + places[i]);
    }
  }
}
