package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.feature.ItemOrdinals;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrdinalMaskTest {
  private static final long SEED = System.nanoTime();
  private static final int ITEMS = 5000;

  @Test
  void shouldHoldWhatABitSetHolds() {
    Random random = new Random(SEED);
    ItemOrdinals ordinals = new ItemOrdinals();
    for (int i = 0; i < ITEMS; i++) {
      ordinals.of("item" + i);
    }
    OrdinalMask mask = new OrdinalMask();
    BitSet expected = new BitSet();
    for (int change = 0; change < 4 * ITEMS; change++) {
      int ordinal = random.nextInt(1 + ITEMS * change / (4 * ITEMS));
      boolean within = random.nextInt(3) > 0;
      mask.set(ordinal, within);
      expected.set(ordinal, within);
    }

    assertThat(mask.size()).as("seed %d", SEED).isEqualTo(expected.cardinality());
    assertThat(mask.ids(ordinals))
        .as("seed %d", SEED)
        .containsExactlyElementsOf(expected.stream().mapToObj(ordinals::id).toList());
    assertThat(mask.contains(ITEMS)).isFalse();
  }
}
