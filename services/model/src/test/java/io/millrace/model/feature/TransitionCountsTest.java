package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.millrace.schemas.AvroCodec;
import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.Successor;
import io.millrace.schemas.TransitionState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransitionCountsTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private static TransitionCounts counts(int candidates, int published) {
    return TransitionCounts.empty(
        new TransitionSettings(candidates, published, new Decay(Duration.ofDays(1))), "from");
  }

  @Test
  void shouldDiscountByLagAndDecay() {
    TransitionCounts counts = counts(10, 10);
    counts.add("a", 1, DAY);
    counts.add("b", 2, DAY);
    counts.add("b", 1, 2 * DAY);

    ItemTransitions published = counts.published();
    assertThat(published.getAsOf()).isEqualTo(2 * DAY);
    assertThat(published.getSuccessors())
        .extracting("itemId", "weight")
        .containsExactly(tuple("b", 1.25), tuple("a", 0.5));
  }

  @Test
  void shouldCountALateTransitionAtItsOwnAge() {
    TransitionCounts counts = counts(10, 10);
    counts.add("a", 1, 3 * DAY);
    counts.add("b", 1, DAY);

    assertThat(counts.published().getSuccessors())
        .extracting("itemId", "weight")
        .containsExactly(tuple("a", 1.0), tuple("b", 0.25));
  }

  @Test
  void shouldLetTheLightestGiveWay() {
    TransitionCounts counts = counts(2, 2);
    counts.add("a", 1, DAY);
    counts.add("b", 3, DAY);
    counts.add("c", 2, DAY);
    counts.add("d", 4, DAY);

    assertThat(counts.published().getSuccessors()).extracting("itemId").containsExactly("a", "c");
  }

  @Test
  void shouldPublishTheHeaviestTiesById() {
    TransitionCounts counts = counts(10, 2);
    counts.add("c", 1, DAY);
    counts.add("a", 2, DAY);
    counts.add("b", 1, DAY);

    assertThat(counts.published().getSuccessors()).extracting("itemId").containsExactly("b", "c");
  }

  @Test
  void shouldStandALongRunAndAGapOfDecades() {
    TransitionCounts counts = counts(10, 10);
    for (int day = 0; day <= 500; day++) {
      counts.add("daily", 1, day * DAY);
    }
    // 1 + 1/2 + 1/4 + ...
    assertThat(counts.published().getSuccessors().getFirst().getWeight())
        .isCloseTo(2, within(1e-9));

    counts.add("new", 1, 20_000 * DAY);
    assertThat(counts.published().getSuccessors())
        .extracting("itemId")
        .containsExactly("new", "daily");
    assertThat(counts.published().getSuccessors().getLast().getWeight())
        .isCloseTo(2.0 / 1_048_576, within(1e-12));
  }

  @Test
  void shouldGoOnExactlyFromItsStoredState() {
    TransitionSettings settings = new TransitionSettings(3, 3, new Decay(Duration.ofDays(1)));
    TransitionCounts kept = TransitionCounts.empty(settings, "from");
    TransitionCounts stored = TransitionCounts.empty(settings, "from");
    for (int i = 0; i < 200; i++) {
      kept.add("i" + i % 7, 1 + i % 3, i * DAY / 3);
      stored.add("i" + i % 7, 1 + i % 3, i * DAY / 3);
      stored = TransitionCounts.restore(settings, written(stored));
    }

    assertThat(written(stored)).isEqualTo(written(kept));
  }

  @Test
  void shouldPublishAsAFullSortWould() {
    long seed = 11;
    Random random = new Random(seed);
    for (int size = 0; size < 60; size++) {
      TransitionCounts counts = counts(50, 20);
      Map<String, Double> weights = new HashMap<>();
      for (int i = 0; i < size; i++) {
        int lag = 1 + random.nextInt(3);
        String id = "i" + random.nextInt(50);
        counts.add(id, lag, DAY);
        weights.merge(id, 1.0 / lag, Double::sum);
      }
      List<String> sorted =
          weights.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Double>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(20)
              .map(Map.Entry::getKey)
              .toList();

      assertThat(counts.published().getSuccessors())
          .as("seed %d, size %d", seed, size)
          .extracting(Successor::getItemId)
          .isEqualTo(sorted);
    }
  }

  private static TransitionState written(TransitionCounts counts) {
    AvroCodec<TransitionState> codec = AvroCodec.of(TransitionState.class);
    return codec.decode(codec.encode(counts::write));
  }
}
