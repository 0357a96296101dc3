package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Rating;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.feature.HalfStars;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Recommender;
import io.millrace.schemas.Item;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.FeatureReplay;
import io.millrace.trainer.dataset.InteractionColumns;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.engine.Engines;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ListedRatings;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.report.EvaluationReport;
import io.millrace.trainer.protocol.report.ModelResult;
import io.millrace.trainer.run.TrainingResult;
import io.millrace.trainer.run.TrainingRun;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data that a system for everyone meets one day: it is judged, trained on and served from. */
@Execution(ExecutionMode.CONCURRENT)
class OddDataIT {
  private static final TrainingSettings SETTINGS = Runs.settings().configured();
  private static @Nullable Engine engine;

  /**
   * Data, and what the gate says of a candidate that is trained on it.
   *
   * @param refusal a part of it; null where the gate may let it pass or not
   */
  record Odd(String name, ListedRatings ratings, @Nullable String refusal) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void open() {
    engine = Engines.open(SETTINGS.config());
  }

  @AfterAll
  static void close() {
    Objects.requireNonNull(engine).close();
  }

  /** No genres, no years, no users' profiles in any. */
  private static ListedRatings ratings(int items, int n, IntFunction<String> row) {
    List<Item> films = IntStream.range(0, items).mapToObj(k -> ListedRatings.item("" + k)).toList();
    String[] rows = IntStream.range(0, n).mapToObj(row).toArray(String[]::new);
    return new ListedRatings(films, List.of(), ListedRatings.of(rows).rows());
  }

  /** By everything that ranks, but for what differs from another by the length of histories. */
  private static EvaluationReport judged(ListedRatings ratings) {
    return judged(
        ratings,
        0.9,
        Map.of(),
        ModelName.POPULARITY,
        ModelName.ITEMKNN_5,
        ModelName.EASE_5,
        ModelName.TRANSITIONS,
        ModelName.IALS,
        ModelName.TWO_TOWER,
        ModelName.PIPELINE);
  }

  private static EvaluationReport judged(
      ListedRatings ratings, double quantile, Map<String, String> but, ModelName... models) {
    return Runs.p1(EvaluationData.read(ratings, 1, null), quantile, but, models);
  }

  private static EvaluationReport judged(
      ProtocolName protocol, ListedRatings ratings, ModelName... models) {
    return Runs.run(
        EvaluationData.read(ratings, 1, null),
        new EvaluationOptions(
            protocol,
            new Cut.Quantile(0.9),
            List.of(),
            List.of(models),
            List.of(),
            null,
            false,
            null));
  }

  private static void assertJudged(EvaluationReport report) {
    for (ModelResult result : report.results()) {
      assertThat(result.fault()).as(result.label()).isNull();
      assertThat(result.metrics().get("hr@100")).as(result.label()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void shouldJudgeWhenThereIsOneUserWithThousandsOfEventsAndAllRatingsAreEqual() {
    // Gathering the ranker's candidates goes through all of the history each time.
    Map<String, String> fewer =
        Map.of(
            "trainer.ranker_max_examples",
            "50",
            "trainer.retrieval_max_examples",
            "2000",
            "trainer.epochs_retrieval",
            "1");
    assertJudged(
        judged(
            ratings(10_007, 10_000, k -> "1 %d 5 %d".formatted(k * 7919 % 10_007, k)),
            0.99,
            fewer,
            ModelName.POPULARITY,
            ModelName.TRANSITIONS,
            ModelName.PIPELINE));
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

  @Test
  void shouldJudgeWhenTheCatalogueLacksItems() {
    EvaluationReport report = judged(lacking());

    assertJudged(report);
    assertThat(report.settings())
        .containsEntry("items the catalogue lacks, which the system cannot propose", 10);
    assertThat(report.results().getLast().metrics().get("hr@10"))
        .as("they come last, after more than ten others")
        .isLessThan(0.9);
  }

  @Test
  void shouldLeaveOneOutWhenAllTimesAreEqual() {
    EvaluationReport report =
        judged(
            ProtocolName.P2,
            mixed(k -> 1_000, k -> 1 + k % 5),
            ModelName.POPULARITY,
            ModelName.ITEMKNN_5,
            ModelName.EASE_5,
            ModelName.TRANSITIONS,
            ModelName.IALS,
            ModelName.PIPELINE);

    assertJudged(report);
    assertThat(report.results())
        .as("of each of the forty users, whose ratings are in the order of the file")
        .allSatisfy(result -> assertThat(result.metrics()).containsEntry("predictions", 40.0));
  }

  @Test
  void shouldForecastTheOneRatingThatEverybodyGives() {
    EvaluationReport report =
        judged(
            ProtocolName.P4,
            mixed(k -> k, k -> 3),
            ModelName.BIASES,
            ModelName.FM,
            ModelName.RATING_FACTORS);

    assertThat(report.results())
        .allSatisfy(
            result -> {
              assertThat(result.fault()).as(result.label()).isNull();
              assertThat(result.metrics())
                  .as(result.label())
                  .containsOnlyKeys("rmse", "rmse temporal");
              assertThat(result.metrics().get("rmse")).as(result.label()).isBetween(0.0, 0.05);
            });
  }

  /** Every third item that is rated is in no catalogue. */
  private static ListedRatings lacking() {
    ListedRatings all = mixed(k -> k, k -> 1 + k % 5);
    return new ListedRatings(
        all.catalogue().stream().filter(item -> !isLacking(item.getItemId())).toList(),
        List.of(),
        all.rows());
  }

  private static boolean isLacking(String itemId) {
    return Integer.parseInt(itemId) % 3 == 0;
  }

  /** Forty users, thirty of sixty items, 400 ratings. */
  private static ListedRatings mixed(IntFunction<Integer> second, IntFunction<Integer> stars) {
    return ratings(
        60,
        400,
        k -> "%d %d %d %d".formatted(k % 40, k * 17 / 40 % 30, stars.apply(k), second.apply(k)));
  }

  static List<Odd> odd() {
    return List.of(
        new Odd(
            "one user with all events, all ratings equal",
            ratings(607, 600, k -> "1 %d 5 %d".formatted(k * 977 % 607, k)),
            null),
        new Odd(
            "one item in the catalogue",
            ratings(1, 300, k -> "%d 0 4 %d".formatted(k, k)),
            "none of the 15 newest ratings"),
        new Odd(
            "nobody rates the same, items that are never rated",
            ratings(1_000, 600, k -> "%d %d %d %d".formatted(k % 60, k, 1 + k % 5, k)),
            null),
        new Odd("all ratings equal", mixed(k -> k, k -> 3), null),
        new Odd("all times equal", mixed(k -> 1_000, k -> 1 + k % 5), "no rating is newer"),
        new Odd("items that the catalogue lacks", lacking(), null));
  }

  @ParameterizedTest
  @MethodSource("odd")
  void shouldTrainAndServe(Odd odd) {
    assertTrainedAndServed(SETTINGS, odd);
  }

  /** One has rated all but seven of the items; twenty others, in between, twenty each. */
  @Test
  void shouldTrainAndServeWhenAUserHasTenThousandEvents() {
    Map<String, String> fewer =
        Map.of("trainer.ranker_max_examples", "50", "trainer.judged_share", "0.01");
    ListedRatings ratings =
        ratings(
            10_007,
            10_400,
            k ->
                k % 26 == 25
                    ? "%d %d %d %d".formatted(2 + k / 26 % 20, k * 31 % 10_007, 1 + k % 5, k)
                    : "1 %d %d %d".formatted((k - k / 26) * 7919 % 10_007, 1 + k % 5, k));
    assertTrainedAndServed(
        Runs.settings(fewer).configured(), new Odd("ten thousand", ratings, null));
  }

  private static void assertTrainedAndServed(TrainingSettings settings, Odd odd) {
    Interactions data = interactions(odd.ratings());
    TrainingResult trained =
        new TrainingRun(settings, Objects.requireNonNull(engine), TrainingProgress.NONE)
            .run(data, null, null);

    if (odd.refusal() != null) {
      assertThat(trained.refusal()).contains(odd.refusal());
    }
    Bundle bundle = Objects.requireNonNullElse(trained.bundle(), trained.candidate());
    Generation generation = Generation.embedding("odd", bundle, data.catalogue());
    InMemoryFeatures late = catalogueLast(data);
    assertServed(odd.ratings(), generation, catalogueFirst(data));
    assertServed(odd.ratings(), generation, late);
    assertServed(odd.ratings(), Generation.none(), late);
  }

  private static Interactions interactions(ListedRatings ratings) {
    InteractionColumns columns = new InteractionColumns();
    ratings.catalogue().forEach(columns::putItem);
    for (int row = 0; row < ratings.rows().size(); row++) {
      Rating rating = ratings.rows().get(row);
      columns.add(
          rating.userId(),
          rating.itemId(),
          HalfStars.of(rating.rating()),
          rating.timestamp(),
          0,
          row);
    }
    return columns.snapshot();
  }

  private static InMemoryFeatures catalogueFirst(Interactions data) {
    FeatureReplay replay = new FeatureReplay(data, SETTINGS.features());
    replay.playTo(data.size(), (event, before) -> {});
    return replay.state();
  }

  /** All ratings come before the catalogue. */
  private static InMemoryFeatures catalogueLast(Interactions data) {
    InMemoryFeatures state = new InMemoryFeatures(SETTINGS.features());
    IntStream.range(0, data.size()).mapToObj(data::rating).forEach(state::accept);
    data.catalogue().forEach(state::putItem);
    return state;
  }

  /** Somebody who has rated, and somebody nobody knows, are shown what is in the catalogue. */
  private static void assertServed(
      ListedRatings ratings, Generation generation, InMemoryFeatures state) {
    Recommender recommender = new Recommender(generation, state, SETTINGS.retrieval());
    for (String user : List.of(ratings.rows().getFirst().userId(), "nobody")) {
      Set<String> rated =
          ratings.rows().stream()
              .filter(by(user))
              .map(Rating::itemId)
              .collect(Collectors.toUnmodifiableSet());
      List<String> unrated =
          ratings.catalogue().stream()
              .map(Item::getItemId)
              .filter(id -> !rated.contains(id))
              .toList();
      List<Recommendation> list = recommender.recommend(RecommendationQuery.forUser(user, 10));

      assertThat(list)
          .hasSize(Math.min(10, unrated.size()))
          .allSatisfy(shown -> assertThat(shown.score()).isBetween(0.0, 1.0));
      assertThat(unrated).containsAll(list.stream().map(Recommendation::itemId).toList());
    }
  }

  private static Predicate<Rating> by(String user) {
    return rating -> rating.userId().equals(user);
  }
}
