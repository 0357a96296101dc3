package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.RandomBundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.RecentItem;
import io.millrace.model.encode.Samples;
import io.millrace.model.explanation.Evidence;
import io.millrace.model.explanation.Reason;
import io.millrace.model.explanation.ReasonKind;
import io.millrace.model.feature.TransitionRow;
import io.millrace.model.ranking.Ranker;
import io.millrace.model.rating.RatingFactors;
import io.millrace.model.rating.UserTaste;
import io.millrace.model.reranking.Pin;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.model.retrieval.UserTower;
import io.millrace.model.vector.Vectors;
import io.millrace.schemas.RatedItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecommenderTest {
  /**
   * Items a to h by popularity. u rated a, then b. b is followed by e (3 of 4) and d (1 of 4), a by
   * d (all): with decay 0.7, e has 0.75 / 1.7, d has (0.25 + 0.7) / 1.7.
   */
  private final TinyWorld world =
      new TinyWorld()
          .items("a", "b", "c", "d", "e", "f", "g", "h")
          .user("u", "a", "b")
          .follows("b", "e", 3, "d", 1)
          .follows("a", "d", 2);

  private Recommender bare() {
    return new Recommender(Generation.none(), world, RecommenderSettings.defaults());
  }

  @Test
  void shouldPutFollowersBeforePopularItemsWithoutAModel() {
    List<Recommendation> answer = bare().recommend(RecommendationQuery.forUser("u", 4));
    assertThat(ids(answer)).containsExactly("d", "e", "c", "f");
    // d: 0.999 * 1.25 / 1.75 + 0.001 * 10 / (9 + 2), the second most popular of the unseen.
    assertThat(answer.get(0).score()).isCloseTo(0.999 * 1.25 / 1.75 + 0.01 / 11, within(1e-6));
    assertThat(answer.get(0).sources())
        .containsExactlyInAnyOrder(SourceKind.TRANSITIONS, SourceKind.POPULARITY);
    assertThat(answer.get(2).sources()).containsExactly(SourceKind.POPULARITY);
  }

  @Test
  void shouldAnswerANewUserWithWhatIsPopular() {
    assertThat(ids(bare().recommend(RecommendationQuery.forUser("nobody", 3))))
        .containsExactly("a", "b", "c");
  }

  @Test
  void shouldAnswerASessionByItsHistory() {
    List<RatedItem> history = List.of(Samples.rated("a", 8), Samples.rated("unheard of", 2));
    RecommendationQuery query = new RecommendationQuery(null, history, 3, Set.of(), false);
    // a is seen; the unknown newest item has no followers, so d has 0.75 / 1.75 and leads.
    assertThat(ids(bare().recommend(query))).containsExactly("d", "b", "c");
    assertThat(bare().state(query).aggregates()).isNotNull();
  }

  @Test
  void shouldEmbedASessionByTheTowerThatEmbedsUsers() {
    List<RatedItem> session =
        List.of(Samples.rated("a", 8), Samples.rated("b", 10), Samples.rated("e", 3));
    List<RecentItem> newestFirst =
        session.reversed().stream()
            .map(rated -> new RecentItem(rated, null, TransitionRow.EMPTY, null))
            .toList();
    QueryState state =
        new QueryState(null, SessionAggregates.of(session, world), null, newestFirst, world.now());

    assertThat(modelled(true).userVector(sessionOf(session)))
        .containsExactly(new UserTower(bundle(true)).embed(state))
        .isNotEqualTo(modelled(true).userVector(sessionOf(session.reversed())));
  }

  private static RecommendationQuery sessionOf(List<RatedItem> history) {
    return new RecommendationQuery(null, history, 3, Set.of(), false);
  }

  @Test
  void shouldLeaveOutWhatIsExcludedHiddenOrDeleted() {
    world.hide("e").delete("c");
    RecommendationQuery query =
        new RecommendationQuery("u", List.of(), 10, Set.of("d", "not there"), false);
    assertThat(ids(bare().recommend(query))).containsExactly("f", "g", "h");
  }

  @Test
  void shouldIncludeSeenItemsWhenAsked() {
    RecommendationQuery query = new RecommendationQuery("u", List.of(), 8, Set.of(), true);
    assertThat(ids(bare().recommend(query)))
        .containsExactly("d", "e", "a", "b", "c", "f", "g", "h");
  }

  @Test
  void shouldFillUpWithPopularItemsWhenMoreAreAskedForThanThereAreCandidates() {
    RecommenderSettings narrow = new RecommenderSettings(2, 1, 2, 10, 0.7, 0, 0);
    List<Recommendation> answer =
        new Recommender(Generation.none(), world, narrow)
            .recommend(RecommendationQuery.forUser("u", 1000));
    assertThat(ids(answer)).containsExactly("d", "e", "c", "f", "g", "h");
    assertThat(answer)
        .isSortedAccordingTo(Comparator.comparingDouble(Recommendation::score).reversed());
    assertThat(answer).allMatch(r -> r.score() > 0 && r.score() <= 1);
  }

  @Test
  void shouldGiveAsManyAsAskedForWhenAPopularItemIsMetAtTwoPlaces() {
    TinyWorld moving = new TinyWorld().items("a", "b", "c", "d", "e", "f").moved("e");
    RecommenderSettings narrow = new RecommenderSettings(2, 1, 2, 10, 0.7, 0, 0);
    Recommender recommender = new Recommender(Generation.none(), moving, narrow);

    assertThat(ids(recommender.recommend(RecommendationQuery.forUser("nobody", 4))))
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(recommender.similar("a", 4).stream().map(ScoredItem::itemId))
        .containsExactly("e", "b", "c", "d");
  }

  @Test
  void shouldGiveAnEmptyAnswerWhenThereIsNoCatalogue() {
    assertThat(
            new Recommender(Generation.none(), new TinyWorld(), RecommenderSettings.defaults())
                .recommend(RecommendationQuery.forUser("u", 5)))
        .isEmpty();
  }

  @Test
  void shouldFindSimilarItemsByFollowersThenPopularityWithoutAModel() {
    assertThat(bare().similar("b", 4))
        .containsExactly(
            new ScoredItem("e", 0.75),
            new ScoredItem("d", 0.25),
            new ScoredItem("a", 0),
            new ScoredItem("c", 0));
  }

  @Test
  void shouldRankByTheModelWhenThereIsOne() {
    Recommender recommender = modelled(true);
    RecommendationQuery query = RecommendationQuery.forUser("u", 6);
    Candidates candidates = recommender.candidates(query);
    assertThat(IntStream.range(0, candidates.size()).mapToObj(candidates::itemId))
        .containsExactlyInAnyOrder("c", "d", "e", "f", "g", "h");
    float[] scores = recommender.scores(candidates);
    List<String> expected =
        IntStream.range(0, candidates.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores[i]))
            .map(candidates::itemId)
            .toList();
    assertThat(ids(recommender.recommend(query))).isEqualTo(expected);
    assertThat(recommender.recommend(query)).allMatch(r -> r.score() >= 0 && r.score() <= 1);
    // Every unseen item is nearer than the hundredth: the index proposes all.
    assertThat(recommender.recommend(query)).allMatch(r -> r.sources().contains(SourceKind.INDEX));
  }

  @Test
  void shouldHandTheRankerProductsThenPairNumbers() {
    Recommender recommender = modelled(true);
    Candidates candidates = recommender.candidates(RecommendationQuery.forUser("u", 5));
    int c = candidates.indexOf("c");
    float[] input = new float[candidates.inputWidth()];
    candidates.encodeInput(c, input, 0);
    float[] user = candidates.userVector();
    float[] item = candidates.itemVector(c);
    assertThat(user).isNotNull();
    assertThat(item).isNotNull();
    if (user == null || item == null) {
      return;
    }
    assertThat(input[2]).isEqualTo(user[2] * item[2]);
    assertThat(candidates.dot(c)).isCloseTo(Vectors.dot(user, item), within(1e-6f));
    float[] pair = new float[candidates.pairWidth()];
    candidates.encodePair(c, pair, 0);
    assertThat(java.util.Arrays.copyOfRange(input, user.length, input.length))
        .containsExactly(pair);
    // The retrieval group begins after 25 transition numbers.
    assertThat(pair[25]).isEqualTo(candidates.dot(c));
  }

  @Test
  void shouldProposeTheNewestFreshItemsWithoutAModel() {
    world.fresh("b", "h", "a", "g", "f"); // a and b are seen
    RecommenderSettings two = new RecommenderSettings(10, 0, 0, 10, 0.7, 0, 2);
    Candidates candidates =
        new Recommender(Generation.none(), world, two)
            .candidates(RecommendationQuery.forUser("u", 5));
    assertThat(candidates.rank(candidates.indexOf("h"), SourceKind.FRESH)).isEqualTo(1);
    assertThat(candidates.rank(candidates.indexOf("g"), SourceKind.FRESH)).isEqualTo(2);
    assertThat(candidates.rank(candidates.indexOf("f"), SourceKind.FRESH)).isZero();
    assertThat(candidates.sources(candidates.indexOf("h"))).contains(SourceKind.FRESH);
  }

  @Test
  void shouldProposeTheFreshItemsNearestToTheUserWithAModel() {
    Recommender recommender = modelled(true);
    world.items("late").fresh("late", "h", "g", "f", "e"); // "late" has no vector yet
    Candidates candidates =
        recommender.candidates(RecommendationQuery.forUser("u", 5), List.of("late"));
    List<String> nearest =
        java.util.stream.Stream.of("h", "g", "f", "e")
            .sorted(Comparator.comparingDouble(id -> -candidates.dot(candidates.indexOf(id))))
            .toList();
    assertThat(nearest)
        .extracting(id -> candidates.rank(candidates.indexOf(id), SourceKind.FRESH))
        .containsExactly(1, 2, 3, 4);
    assertThat(candidates.rank(candidates.indexOf("late"), SourceKind.FRESH)).isEqualTo(5);
    assertThat(candidates.itemVector(candidates.indexOf("late"))).isNull();
  }

  @Test
  void shouldGiveReasonsOfWhatIsShown() {
    List<Recommendation> answer = modelled(true).recommend(RecommendationQuery.forUser("u", 6));
    Generation.Model model = modelled(true).generation().model();
    assertThat(model).isNotNull();
    if (model == null) {
      return;
    }
    for (Recommendation shown : answer) {
      assertThat(shown.evidence()).isNotNull();
      if (shown.evidence() == null) {
        continue;
      }
      List<Reason> reasons = shown.evidence().reasons();
      assertThat(reasons).hasSizeBetween(1, 3);
      for (Reason reason : reasons) {
        switch (reason.kind()) {
          case LIKED -> {
            double a = cosine(model.index(), shown.itemId(), "a");
            double b = cosine(model.index(), shown.itemId(), "b");
            assertThat(reason.itemId()).isEqualTo(a > b ? "a" : "b");
          }
          case FOLLOWS -> assertThat(shown.sources()).contains(SourceKind.TRANSITIONS);
          default -> assertThat(reason.itemId()).isNull();
        }
      }
    }
    assertThat(answer)
        .filteredOn(r -> Set.of("d", "e").contains(r.itemId()))
        .hasSize(2)
        .allMatch(
            r ->
                r.evidence() != null
                    && r.evidence().reasons().stream()
                        .anyMatch(reason -> reason.kind() == ReasonKind.FOLLOWS));
  }

  private static double cosine(ItemIndex index, String one, String other) {
    float[] first = Objects.requireNonNull(index.vector(one));
    return Vectors.dot(first, Objects.requireNonNull(index.vector(other)));
  }

  @Test
  void shouldKeepTheEvidenceOfPinnedAndTriedItems() {
    world.fresh("h");
    Steering steering =
        new Steering(null, List.of(), List.of(new Pin("g", 1)), new Knobs(null, 0.5), List.of(), 1);
    RecommendationQuery query = RecommendationQuery.forUser("u", 3).steered(steering);

    List<Recommendation> answer = modelled(true).recommend(query);

    assertThat(ids(answer)).startsWith("g").contains("h");
    Evidence tried = answer.get(ids(answer).indexOf("h")).evidence();
    assertThat(answer.get(0).evidence()).isNotNull();
    assertThat(tried).isNotNull();
    assertThat(tried == null ? List.<Reason>of() : tried.reasons())
        .extracting(Reason::kind)
        .contains(ReasonKind.FRESH);
  }

  @Test
  void shouldAppendItemsAskedForBesides() {
    Candidates candidates =
        modelled(true).candidates(RecommendationQuery.forUser("u", 5), List.of("a", "c", "zz"));
    assertThat(candidates.proposed()).isEqualTo(6);
    assertThat(candidates.size()).isEqualTo(8);
    assertThat(candidates.itemId(6)).isEqualTo("a");
    assertThat(candidates.sources(6)).isEmpty();
    assertThat(candidates.itemVector(candidates.indexOf("zz"))).isNull();
    assertThat(candidates.indexOf("c")).isLessThan(6);
    assertThat(candidates.indexOf("never")).isEqualTo(-1);
  }

  @Test
  void shouldTakeNewAndDeletedItemsIntoTheGeneration() {
    Recommender recommender = modelled(true);
    world.items("new");
    recommender.generation().put(Samples.item("new", 1990, "Drama"));
    assertThat(ids(recommender.recommend(RecommendationQuery.forUser("u", 10)))).contains("new");
    assertThat(recommender.similar("new", 3)).hasSize(3);
    recommender.generation().remove("new");
    world.delete("new");
    assertThat(ids(recommender.recommend(RecommendationQuery.forUser("u", 10))))
        .doesNotContain("new");
  }

  @Test
  void shouldFindSimilarItemsByVector() {
    world.hide("c");
    Recommender recommender = modelled(false);
    List<ScoredItem> similar = recommender.similar("a", 10);
    assertThat(similar).hasSize(6).noneMatch(s -> Set.of("a", "c").contains(s.itemId()));
    assertThat(similar)
        .isSortedAccordingTo(Comparator.comparingDouble(ScoredItem::score).reversed());
  }

  @Test
  void shouldOrderByThePriorWhenTheBundleHasTowersOnly() {
    assertThat(ids(modelled(false).recommend(RecommendationQuery.forUser("u", 2))))
        .containsExactly("d", "e");
  }

  @Test
  void shouldSayHowLikelyEachOfTheProposedIs() {
    List<Recommendation> answer = modelled(true).recommend(RecommendationQuery.forUser("u", 6));

    // Of six unseen items all are proposed, so that they share the bundle's coverage.
    assertThat(answer.stream().mapToDouble(r -> Objects.requireNonNull(r.probability())).sum())
        .isCloseTo(0.75, within(1e-6));
    assertThat(answer)
        .isSortedAccordingTo(Comparator.comparingDouble(RecommenderTest::likely).reversed());
    double odds = odds(answer.get(0)) / odds(answer.get(1));
    assertThat(likely(answer.get(0)) / likely(answer.get(1)))
        .isCloseTo(Math.pow(odds, 1.5), within(1e-3));
  }

  private static double odds(Recommendation of) {
    return of.score() / (1 - of.score());
  }

  private static double likely(Recommendation of) {
    return Objects.requireNonNull(of.probability());
  }

  @Test
  void shouldNotSayHowLikelyAnythingIsWithoutATrainedModel() {
    assertThat(bare().recommend(RecommendationQuery.forUser("u", 4)))
        .allMatch(r -> r.probability() == null);
  }

  @Test
  void shouldOrderTheProposedByScoreAsOrdinals() {
    RecommenderSettings narrow = new RecommenderSettings(2, 0, 2, 10, 0.7, 0, 0);
    Recommender recommender = new Recommender(Generation.none(), world, narrow);
    FullRanking ranking =
        new FullRanking(recommender, List.of("h", "g", "f", "e", "d", "c", "b", "a"));
    Candidates candidates = recommender.candidates(RecommendationQuery.forUser("u", 1));
    // d, then e by the prior
    assertThat(ranking.proposed(candidates)).containsExactly(4, 3);
    assertThat(ranking.ordinal("h")).isZero();
    assertThat(ranking.ordinal("?")).isEqualTo(-1);
  }

  @Test
  void shouldScoreTheCatalogueByRetrieval() {
    Generation generation = modelled(false).generation();
    RecommenderSettings none = new RecommenderSettings(1, 0, 1, 10, 0.7, 0, 0);
    Recommender recommender = new Recommender(generation, world, none);
    List<String> items = List.of("a", "b", "c", "d", "e", "f", "g", "h", "unknown");
    FullRanking ranking = new FullRanking(recommender, items);
    Candidates candidates = recommender.candidates(RecommendationQuery.forUser("u", 1), items);
    float[] scores = ranking.retrievalScores(candidates.userVector());
    for (int i = 0; i < 8; i++) {
      assertThat(scores[i]).isEqualTo(candidates.dot(candidates.indexOf(items.get(i))));
    }
    assertThat(scores[8]).isEqualTo(-2f);
  }

  @Test
  void shouldForecastStarsFromEveryRatingOfTheUser() {
    Bundle bundle = forecasting(bundle(true));
    Recommender recommender = serving(bundle);
    Candidates candidates = recommender.candidates(RecommendationQuery.forUser("u", 5));
    UserTaste.Ratings ratings = new RatingFactors(bundle).user(null);
    // TinyWorld's users give four stars.
    ratings.add("a", world.item("a"), 8);
    ratings.add("b", world.item("b"), 8);
    double expected = ratings.taste().of("e", world.item("e")).stars();
    assertThat(recommender.stars(candidates, candidates.indexOf("e"))).isEqualTo(expected);
    assertThat(candidates.liking(candidates.indexOf("e"))).isNotNull();
  }

  @Test
  void shouldTakeStarsFromTheRankerWithoutRatingFactors() {
    Recommender recommender = modelled(true);
    Candidates candidates = recommender.candidates(RecommendationQuery.forUser("u", 5));
    double rated = 5 * new Ranker(bundle(true)).heads(1, candidates::encodeInput)[0].rating();
    assertThat(recommender.stars(candidates, 0)).isEqualTo(rated);
    Candidates bare = bare().candidates(RecommendationQuery.forUser("u", 5));
    assertThat(bare().stars(bare, 0)).isNaN();
  }

  /** The bundle with one factor for each item, each another. */
  private static Bundle forecasting(Bundle bundle) {
    int items = bundle.itemIds().size();
    float[] means = new float[2 * items];
    for (int i = 0; i < means.length; i++) {
      means[i] = i * 0.1f;
    }
    List<Tensor> tensors = new ArrayList<>(bundle.tensors());
    int profile = 1 + bundle.encoder().profileWidth();
    int content = 1 + bundle.encoder().itemWidth();
    tensors.add(new Tensor(RatingFactors.MEANS, items, 2, means));
    tensors.add(new Tensor(RatingFactors.VARIANCES, items, 2, new float[2 * items]));
    tensors.add(new Tensor(RatingFactors.USER_PRIOR, profile, 2, new float[2 * profile]));
    tensors.add(new Tensor(RatingFactors.ITEM_PRIOR, content, 2, new float[2 * content]));
    tensors.add(new Tensor(RatingFactors.SPREAD, 2, 2, new float[] {1, 1, 1, 1}));
    tensors.add(new Tensor(RatingFactors.NOISE, 1, 2, new float[] {3.5f, 0.5f}));
    return new Bundle(bundle.itemIds(), bundle.encoder(), tensors, bundle.facts());
  }

  private Bundle bundle(boolean ranker) {
    FeatureEncoder encoder = FeatureEncoder.fit(world.catalogue(), List.of());
    RandomBundle random =
        new RandomBundle(7, 8, List.of("a", "b", "c", "d", "e", "f", "g", "h"), encoder)
            .towers(16, 12);
    return ranker ? random.ranker(3, 16, 8).build() : random.build();
  }

  private Recommender modelled(boolean ranker) {
    return serving(bundle(ranker));
  }

  private Recommender serving(Bundle bundle) {
    return new Recommender(
        Generation.embedding("g000001", bundle, world.catalogue()),
        world,
        RecommenderSettings.defaults());
  }

  private static List<String> ids(List<Recommendation> answer) {
    return answer.stream().map(Recommendation::itemId).toList();
  }
}
