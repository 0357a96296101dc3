package io.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnionRankingTest {
  @Test
  void shouldRankCandidatesInTheirOrderAndThenTheRestByScore() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      float[] scores = new float[1 + random.nextInt(40)];
      for (int item = 0; item < scores.length; item++) {
        scores[item] = random.nextInt(6) - 3;
      }
      List<Integer> unseen = new ArrayList<>(IntStream.range(0, scores.length).boxed().toList());
      Collections.shuffle(unseen, random);
      List<Integer> seen = List.copyOf(unseen.subList(0, random.nextInt(unseen.size())));
      unseen.removeAll(seen);
      List<Integer> candidates = List.copyOf(unseen.subList(0, random.nextInt(unseen.size() + 1)));
      unseen.removeAll(candidates);
      List<Integer> expected = new ArrayList<>(candidates);
      unseen.sort(
          Comparator.<Integer>comparingDouble(item -> -scores[item])
              .thenComparing(Comparator.naturalOrder()));
      expected.addAll(unseen);

      int[] order = candidates.stream().mapToInt(item -> item).toArray();
      UnionRanking ranking = new UnionRanking(order, () -> scores, seen::contains);

      for (int n = 0; n <= expected.size() + 1; n++) {
        assertThat(IntStream.of(ranking.top(n)).boxed())
            .as("seed %d", seed)
            .containsExactlyElementsOf(expected.subList(0, Math.min(n, expected.size())));
      }
      for (int place = 0; place < expected.size(); place++) {
        assertThat(ranking.rankOf(expected.get(place))).as("seed %d", seed).isEqualTo(place + 1);
      }
    }
  }
}
