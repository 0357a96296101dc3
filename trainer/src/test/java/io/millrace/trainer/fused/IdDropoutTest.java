package io.millrace.trainer.fused;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdDropoutTest {
  @Test
  void shouldDrawAsASplittableRandomDoes() {
    int[] rows = IntStream.rangeClosed(1, 500).toArray();
    IdDropout dropout = new IdDropout(0.3);
    for (long seed : new long[] {0, 1, -77, Long.MAX_VALUE}) {
      SplittableRandom random = new SplittableRandom(seed);
      int[] expected = IntStream.of(rows).map(r -> random.nextDouble() < 0.3 ? 0 : r).toArray();
      int[] found = new int[500];
      dropout.seed(seed);
      dropout.drop(rows, 200, found);
      int[] rest = IntStream.rangeClosed(201, 500).toArray();
      int[] second = new int[300];
      dropout.drop(rest, 300, second);
      System.arraycopy(second, 0, found, 200, 300);
      assertThat(found).containsExactly(expected);
    }
  }

  @Test
  void shouldKeepAllWhenThereIsNoChance() {
    int[] found = new int[2];
    IdDropout dropout = new IdDropout(0);
    dropout.seed(5);
    dropout.drop(new int[] {3, 4}, 2, found);
    assertThat(found).containsExactly(3, 4);
  }
}
