package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Item;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Data that a system for everyone meets one day. */
class OddDataIT {
  private static ListedRatings ratings(int items, int n, IntFunction<String> row) {
    List<Item> films =
        IntStream.range(0, items)
            .mapToObj(k -> new Item("" + k, "film " + k, null, List.of(), Map.of(), true, null))
            .toList();
    String[] rows = IntStream.range(0, n).mapToObj(row).toArray(String[]::new);
    return new ListedRatings(films, List.of(), ListedRatings.of(rows).rows());
  }

  private static EvaluationReport judged(ListedRatings ratings) {
    return Runs.p1(
        EvaluationData.read(ratings, 1, null),
        ModelName.POPULARITY,
        ModelName.TWO_TOWER,
        ModelName.PIPELINE);
  }

  private static void assertJudged(EvaluationReport report) {
    for (ModelResult result : report.results()) {
      assertThat(result.fault()).as(result.model()).isNull();
      assertThat(result.metrics().get("hr@100")).as(result.model()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void shouldJudgeWhenThereIsOneUserWithThousandsOfEventsAndAllRatingsAreEqual() {
    assertJudged(judged(ratings(10_007, 10_000, k -> "1 %d 5 %d".formatted(k * 7919 % 10_007, k))));
  }

  @Test
  void shouldSayThatNothingCanBePredictedWhenThereIsOneItem() {
    EvaluationReport report = judged(ratings(300, 300, k -> "%d 1 4 %d".formatted(k, k)));

    assertThat(report.results())
        .extracting(ModelResult::fault)
        .allSatisfy(fault -> assertThat(fault).contains("none of the 30 events"));
  }

  @Test
  void shouldJudgeWhenNobodyRatesTheSame() {
    assertJudged(
        judged(ratings(1_000, 600, k -> "%d %d %d %d".formatted(k % 60, k, 1 + k % 5, k))));
  }
}
