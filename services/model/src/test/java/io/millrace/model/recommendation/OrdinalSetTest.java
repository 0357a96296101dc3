package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrdinalSetTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  @Test
  void shouldHoldWhatWasAddedAndNothingElse() {
    Random random = new Random(SEED);
    OrdinalSet set = new OrdinalSet();
    BitSet expected = new BitSet();
    set.add(-1); // that of no item
    for (int i = 0; i < 2000; i++) {
      int ordinal = random.nextInt(5000);
      set.add(ordinal);
      expected.set(ordinal);
      if (i % 100 == 0) {
        check(set, expected);
      }
    }
    check(set, expected);
  }

  private static void check(OrdinalSet set, BitSet expected) {
    for (int ordinal = -1; ordinal < 5001; ordinal++) {
      assertThat(set.contains(ordinal))
          .as("seed %d, %d", SEED, ordinal)
          .isEqualTo(ordinal >= 0 && expected.get(ordinal));
    }
  }
}
