package io.millrace.model.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoredOrdinalsTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private final ScoredOrdinals scored = new ScoredOrdinals();

  @Test
  void shouldTakeTheBestAcceptableAsASortOfAllDoes() {
    Random random = new Random(SEED);
    for (int round = 0; round < 100; round++) {
      int n = random.nextInt(3000);
      int k = 1 + random.nextInt(200);
      // Scores of one decimal have many ties, those of many decimals none.
      float[] scores = scores(random, n, random.nextBoolean() ? 10 : 1_000_000);
      int one = 1 + random.nextInt(20);
      check(scores, k, ordinal -> ordinal % one == 0);
    }
  }

  private static float[] scores(Random random, int n, int steps) {
    float[] scores = new float[n];
    for (int i = 0; i < n; i++) {
      scores[i] = random.nextInt(-steps, steps + 1) / (float) steps;
    }
    return scores;
  }

  private void check(float[] scores, int k, IntPredicate accept) {
    scored.clear();
    List<ScoredItem> expected = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      scored.add(i, scores[i]);
    }
    IntStream.range(0, scores.length)
        .filter(accept)
        .forEach(i -> expected.add(new ScoredItem("i" + i, scores[i])));
    expected.sort(NearestItems.BEST_FIRST);
    List<ScoredItem> best = expected.subList(0, Math.min(k, expected.size()));
    assertThat(scored.best(k, accept, i -> "i" + i))
        .as("seed %d, %d of %d", SEED, k, scores.length)
        .isEqualTo(best);
    scored.fill(scores.length, (count, out) -> System.arraycopy(scores, 0, out, 0, count));
    assertThat(scored.best(k, accept, i -> "i" + i))
        .as("filled at once, seed %d, %d of %d", SEED, k, scores.length)
        .isEqualTo(best);
  }

  @Test
  void shouldJudgeFewMoreThanItTakes() {
    Random random = new Random(SEED);
    float[] scores = scores(random, 4000, 1_000_000);
    for (int i = 0; i < scores.length; i++) {
      scored.add(i, scores[i]);
    }
    int[] judged = {0};
    scored.best(
        100,
        ordinal -> {
          judged[0]++;
          return ordinal % 4 > 0;
        },
        Integer::toString);
    assertThat(judged[0]).as("seed %d", SEED).isLessThan(300);
  }

  @Test
  void shouldTakeScoresBeyondTheRange() {
    scored.add(0, 1.0000001f);
    scored.add(1, -1.0000001f);
    scored.add(2, 1f);
    assertThat(scored.best(3, i -> true, Integer::toString))
        .extracting(ScoredItem::itemId)
        .containsExactly("0", "2", "1");
  }
}
