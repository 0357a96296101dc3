package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ListedRatings;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.report.EvaluationReport;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data that a protocol cannot get all its figures from: it says which, and why. */
class DegenerateDataTest {
  private static final int USERS = 30;
  private static final int ITEMS = 20;
  private static final int RATINGS = USERS * ITEMS;

  /** All users rate all items, in an order that mixes both. */
  private static EvaluationReport run(
      ProtocolName protocol, ModelName model, IntFunction<Integer> stars, IntFunction<Integer> at) {
    String[] rows =
        IntStream.range(0, RATINGS)
            .mapToObj(
                k -> {
                  int pair = 7 * k % RATINGS;
                  return "%d %d %d %d"
                      .formatted(pair % USERS, pair / USERS, stars.apply(k), at.apply(k));
                })
            .toArray(String[]::new);
    return Runs.run(
        EvaluationData.read(ListedRatings.of(rows), 1, null),
        new EvaluationOptions(
            protocol,
            new Cut.Quantile(0.9),
            List.of(),
            List.of(model),
            List.of(),
            null,
            false,
            null));
  }

  /** All ratings of one time; the newest fifth, in which the newest tenth begins, of one. */
  @ParameterizedTest
  @CsvSource({"0", "480"})
  void shouldLeaveOutWhatAsksForTimesWhenRatingsArePredicted(int differing) {
    EvaluationReport report =
        run(ProtocolName.P4, ModelName.BIASES, k -> 1 + k % 5, k -> Math.min(k, differing));

    Map<String, Double> metrics = report.results().getFirst().metrics();
    assertThat(report.results().getFirst().fault()).isNull();
    assertThat(metrics).containsOnlyKeys("rmse", "auc random");
    assertThat(metrics.get("rmse")).as("by folds, as with times").isEqualTo(timed());
    assertThat(report.settings())
        .hasEntrySatisfying(
            "no rmse temporal",
            why ->
                assertThat(why.toString())
                    .contains("none of the 600 ratings is newer", "of " + differing))
        .containsKey("no auc temporal")
        .doesNotContainKeys("no rmse", "no auc random");
    assertThat(report.json()).contains("\"no rmse temporal\"").doesNotContain("NaN");
  }

  private static double timed() {
    return run(ProtocolName.P4, ModelName.BIASES, k -> 1 + k % 5, k -> k)
        .results()
        .getFirst()
        .metrics()
        .getOrDefault("rmse", Double.NaN);
  }

  @Test
  void shouldSayThatThereIsNothingToTellApartWhenAllStarsAreEqual() {
    EvaluationReport report = run(ProtocolName.P4, ModelName.BIASES, k -> 3, k -> k);

    Map<String, Double> metrics = report.results().getFirst().metrics();
    assertThat(metrics).containsOnlyKeys("rmse", "rmse temporal");
    assertThat(metrics.get("rmse")).isCloseTo(0, within(1e-6));
    assertThat(report.settings())
        .hasEntrySatisfying(
            "no auc temporal",
            why ->
                assertThat(why.toString())
                    .isEqualTo(
                        "of its 60 ratings 0 are 4 stars or more and 0 are 2 or less; it needs"
                            + " both"))
        .containsKey("no auc random");
  }

  @Test
  void shouldSayWhatIsMissingWhenThereAreTooFewRatingsForFiveFolds() {
    EvaluationReport report =
        Runs.run(
            EvaluationData.read(ListedRatings.of("1 1 4 1"), 1, null),
            new EvaluationOptions(
                ProtocolName.P4,
                new Cut.Quantile(0.9),
                List.of(),
                List.of(ModelName.BIASES),
                List.of(),
                null,
                false,
                null));

    assertThat(report.results().getFirst().metrics()).isEmpty();
    assertThat(report.settings()).containsKeys("no rmse", "no auc random", "no rmse temporal");
  }

  @ParameterizedTest
  @CsvSource({"0", "480"})
  void shouldSayThatThereIsNoNewestTenthWhenListsAreJudged(int differing) {
    assertThatThrownBy(
            () ->
                run(
                    ProtocolName.P3,
                    ModelName.POPULARITY,
                    k -> 1 + k % 5,
                    k -> Math.min(k, differing)))
        .isInstanceOf(UserFault.class)
        .hasMessageContainingAll(
            "--protocol: p3", "none of the 600 ratings is newer", "use --protocol p2 or p4");
  }

  @Test
  void shouldSayThatNothingIsRelevantWhenAllStarsAreEqual() {
    assertThatThrownBy(() -> run(ProtocolName.P3, ModelName.POPULARITY, k -> 3, k -> k))
        .isInstanceOf(UserFault.class)
        .hasMessageContainingAll("--protocol: p3", "none of its 60 ratings is 4 stars or more");
  }
}
