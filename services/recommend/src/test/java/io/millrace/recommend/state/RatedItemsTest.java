package io.millrace.recommend.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatedItemsTest {
  @Test
  void shouldAgreeWithHashMapWhenChangedAtRandom() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    RatedItems table = new RatedItems();
    Map<Integer, Integer> expected = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      int ordinal = random.nextInt(500);
      if (random.nextInt(3) == 0) {
        boolean there = expected.remove(ordinal) != null;
        assertThat(table.remove(ordinal)).as("seed %d", seed).isEqualTo(there);
      } else {
        int halfStars = 1 + random.nextInt(10);
        boolean added = expected.put(ordinal, halfStars) == null;
        assertThat(table.put(ordinal, halfStars)).as("seed %d", seed).isEqualTo(added);
      }
      assertThat(table.size()).as("seed %d", seed).isEqualTo(expected.size());
    }
    Map<Integer, Integer> told = new HashMap<>();
    table.forEach(told::put);
    assertThat(told).as("seed %d", seed).isEqualTo(expected);
  }
}
