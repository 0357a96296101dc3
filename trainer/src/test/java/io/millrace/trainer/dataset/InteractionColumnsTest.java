package io.millrace.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InteractionColumnsTest {
  private final InteractionColumns columns = new InteractionColumns();

  @Test
  void shouldOrderByTimeThenPartitionThenOffset() {
    columns.add("b", "x", 8, 200, 0, 5);
    columns.add("a", "y", 6, 100, 1, 0);
    columns.add("a", "x", 4, 100, 0, 9);
    Interactions found = columns.snapshot();
    assertThat(IntStream.range(0, 3).map(found::halfStars)).containsExactly(4, 6, 8);
    assertThat(found.place(1)).isEqualTo(1);
    assertThat(found.userIds()).containsExactly("a", "b");
  }

  @Test
  void shouldKeepTheLatestOfSeveralRatingsAndForgetErasedOnes() {
    columns.add("a", "x", 4, 100, 0, 1);
    columns.add("a", "x", 9, 300, 0, 3);
    columns.add("a", "x", 2, 200, 0, 2);
    columns.add("a", "y", 2, 200, 0, 4);
    columns.remove("a", "y");
    assertThat(columns.size()).isEqualTo(1);
    assertThat(columns.snapshot().halfStars(0)).isEqualTo(9);
    columns.add("a", "y", 7, 50, 0, 5);
    assertThat(columns.size()).isEqualTo(2);
    assertThat(columns.snapshot().halfStars(0)).isEqualTo(7);
  }

  @Test
  void shouldLeaveProbesOut() {
    columns.add("__probe-1", "x", 4, 100, 0, 1);
    assertThat(columns.size()).isZero();
  }

  @Test
  void shouldHoldManyPairs() {
    for (int i = 0; i < 10_000; i++) {
      columns.add("u" + i % 97, "i" + i, 1 + i % 10, i, 0, i);
    }
    Interactions found = columns.snapshot();
    assertThat(found.size()).isEqualTo(10_000);
    assertThat(found.ratingsOf(0)).isBetween(103, 104);
    assertThat(found.indexAt(0.9)).isEqualTo(9000);
  }

  @Test
  void shouldOrderArrivalsOfAnyOrderAsAPlainSortDoes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<int[]> expected = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      int time = i / 3 + random.nextInt(40);
      int partition = random.nextInt(3);
      columns.add("u" + i % 13, "i" + i, 1 + i % 10, time, partition, i);
      expected.add(new int[] {time, partition, i});
    }
    expected.sort(
        Comparator.<int[]>comparingInt(e -> e[0])
            .thenComparingInt(e -> e[1])
            .thenComparingInt(e -> e[2]));
    Interactions found = columns.snapshot();
    for (int k = 0; k < expected.size(); k++) {
      assertThat(found.itemIds().get(found.item(k)))
          .as("place %d, seed %d", k, seed)
          .isEqualTo("i" + expected.get(k)[2]);
    }
  }
}
