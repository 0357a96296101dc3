package io.millrace.model.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownStatesTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private final KnownStates states = new KnownStates();

  @Test
  void shouldRememberTheStateOfEachHistoryAndOfNoOther() {
    states.put(1L << 40 | 7, new float[] {1});
    states.put(2L << 40 | 7, new float[] {2});

    assertThat(states.get(1L << 40 | 7)).containsExactly(1);
    assertThat(states.get(2L << 40 | 7)).containsExactly(2);
    assertThat(states.get(3L << 40 | 7)).isNull();
  }

  @Test
  void shouldRememberMostOfSixThousandUsersWhoComeInTurnsThoughOthersCameBefore() {
    Random random = new Random(SEED);
    random.longs(100_000).forEach(history -> states.put(history, new float[] {0}));
    long[] users = random.longs(6000).toArray();
    for (long history : users) {
      states.put(history, new float[] {1});
    }
    int known = 0;
    for (long history : users) {
      known += states.get(history) == null ? 0 : 1;
    }
    // In 4,096 sets of four, 1.4 % of so many are one too many; with one place each, 16 % would be.
    assertThat(known).as("seed %d", SEED).isGreaterThan(5700);
  }
}
