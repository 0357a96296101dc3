package io.millrace.recommend.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RatedItemsTest {
  @Test
  void shouldAgreeWithHashSetWhenChangedAtRandom() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    RatedItems table = new RatedItems();
    Set<Integer> expected = new HashSet<>();
    for (int step = 0; step < 20_000; step++) {
      int ordinal = random.nextInt(500);
      if (random.nextInt(3) == 0) {
        assertThat(table.remove(ordinal)).as("seed %d", seed).isEqualTo(expected.remove(ordinal));
      } else {
        assertThat(table.add(ordinal)).as("seed %d", seed).isEqualTo(expected.add(ordinal));
      }
      assertThat(table.size()).as("seed %d", seed).isEqualTo(expected.size());
    }
    for (int ordinal = 0; ordinal < 500; ordinal++) {
      assertThat(table.contains(ordinal)).isEqualTo(expected.contains(ordinal));
    }
  }
}
