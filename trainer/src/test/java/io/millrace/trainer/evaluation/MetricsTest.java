package io.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void shouldGiveTheHandWorkedMetricsOfAList() {
    ListMetrics metrics = new ListMetrics(new int[] {2, 4}, 4, genres());
    // Relevant: 1, 3, 5; ranked second and fourth.
    metrics.add(new int[] {0, 1, 2, 3}, bits(1, 3, 5));
    Map<String, Double> means = metrics.means();
    double second = Math.log(2) / Math.log(3);
    double third = 0.5;
    double fourth = Math.log(2) / Math.log(5);
    assertThat(means)
        .containsEntry("hr@2", 1.0)
        .containsEntry("precision@4", 0.5)
        .containsEntry("mrr@4", 0.5)
        .containsEntry("coverage@4", 4.0 / 6);
    assertThat(means.get("recall@4")).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(means.get("ndcg@4"))
        .isCloseTo((second + fourth) / (1 + second + third), within(1e-12));
    assertThat(means.get("ndcg@2")).isCloseTo(second / (1 + second), within(1e-12));
    assertThat(means.get("map@4")).isCloseTo((0.5 + 0.5) / 3, within(1e-12));
    // Items 0 and 2 share their genre, 1 and 3 share theirs: 4 of 6 pairs differ wholly.
    assertThat(means.get("diversity@4")).isCloseTo(4.0 / 6, within(1e-12));
  }

  @Test
  void shouldAverageOverLists() {
    ListMetrics metrics = new ListMetrics(new int[] {1}, 1, genres());
    metrics.add(new int[] {0}, bits(0));
    metrics.add(new int[] {0}, bits(4));
    assertThat(metrics.means()).containsEntry("hr@1", 0.5).containsEntry("predictions", 2.0);
  }

  @Test
  void shouldGiveTheHandWorkedRatingMetrics() {
    RatingMetrics metrics = new RatingMetrics();
    metrics.addRating(8, 10); // one star off, liked
    metrics.addRating(6, 4); // one star off, disliked
    metrics.addRating(7, 8); // half a star off, liked
    metrics.addRating(8, 2); // three stars off, disliked, tied with the first
    Map<String, Double> found = new TreeMap<>();
    metrics.into(found);
    assertThat(found.get("rmse")).isCloseTo(Math.sqrt((1 + 1 + 0.25 + 9) / 4), within(1e-12));
    // Pairs liked over disliked: 8>6, 8=8 (half), 7>6, 7<8.
    assertThat(found.get("auc")).isCloseTo(2.5 / 4, within(1e-12));
  }

  private static BitSet[] genres() {
    BitSet[] genres = new BitSet[6];
    for (int i = 0; i < 6; i++) {
      genres[i] = bits(i % 2);
    }
    return genres;
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int i : set) {
      bits.set(i);
    }
    return bits;
  }
}
