package io.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trainer.dataset.RatedItems;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreRankingTest {
  @Test
  void shouldRankAsASortDoesWithTiesByOrdinal() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      float[] scores = new float[1 + random.nextInt(40)];
      RatedItems history = new RatedItems(0);
      for (int item = 0; item < scores.length; item++) {
        scores[item] = random.nextInt(6) - 3;
        if (random.nextInt(4) == 0) {
          history.add(item);
        }
      }
      List<Integer> sorted =
          IntStream.range(0, scores.length)
              .boxed()
              .filter(item -> !history.contains(item))
              .sorted(Comparator.comparingDouble(item -> -scores[item]))
              .toList();
      ScoreRanking ranking = new ScoreRanking(scores, history::contains);
      assertThat(IntStream.of(ranking.top(10)).boxed())
          .as("seed %d", seed)
          .containsExactlyElementsOf(sorted.subList(0, Math.min(10, sorted.size())));
      for (int place = 0; place < sorted.size(); place++) {
        assertThat(ranking.rankOf(sorted.get(place))).as("seed %d", seed).isEqualTo(place + 1);
      }
    }
  }
}
