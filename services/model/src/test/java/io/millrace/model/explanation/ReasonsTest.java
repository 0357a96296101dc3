package io.millrace.model.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.KnownItem;
import io.millrace.model.encode.PairContext;
import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.RatingForecast;
import io.millrace.model.encode.RecentItem;
import io.millrace.model.encode.Samples;
import io.millrace.model.encode.SourceRanks;
import io.millrace.model.explanation.Evidence.Following;
import io.millrace.model.feature.ItemOrdinals;
import io.millrace.model.feature.TransitionRow;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.schemas.DecayedCount;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.RatingStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The item x is a crime film with the vector (0.6, 0.8). What is known of it and of its user
 * differs from test to test.
 */
class ReasonsTest {
  private static final float[] X = {0.6f, 0.8f};
  private static final float[] ACROSS = {0.8f, -0.6f};
  private static final float[] NEAR = {0.8f, 0.6f};
  private static final float[] NEARER = {0f, 1f};
  private static final Following NO_FOLLOWER = new Following(0, 10, 0.75);

  private List<RecentItem> recent = List.of();
  private List<GenreTaste> tastes = List.of();
  private @Nullable Demographics profile;
  private SourceRanks ranks = SourceRanks.NONE;
  private @Nullable RatingForecast forecast;
  private long ratings;
  private boolean popular;
  private boolean fresh;

  private Evidence evidence() {
    QueryState user =
        new QueryState(
            "u",
            recent.isEmpty()
                ? null
                : Samples.user(recent.size(), 0, 0, tastes.toArray(GenreTaste[]::new)),
            profile,
            recent,
            Samples.NOW);
    PairContext pair =
        new PairContext(
            user,
            "x",
            KnownItem.of(Samples.item("x", 1995, "Crime"), features()),
            X,
            0.5f,
            0,
            ranks,
            followed(),
            forecast);
    FeatureEncoder encoder = FeatureEncoder.fit(List.of(), List.of());
    return new Evidence(pair, NO_FOLLOWER, popular, fresh, encoder);
  }

  private TransitionRow.@Nullable Entry[] followed() {
    TransitionRow.Entry[] followed = new TransitionRow.Entry[PairContext.FOLLOWED];
    for (int lag = 0; lag < recent.size(); lag++) {
      followed[lag] = recent.get(lag).transitions().find("x");
    }
    return followed;
  }

  private @Nullable ItemFeatures features() {
    DecayedCount month = new DecayedCount(4.0, Samples.NOW - 30L * 86_400_000);
    RatingStatistics statistics = new RatingStatistics(ratings, 8 * ratings, 64 * ratings);
    return ratings == 0
        ? null
        : new ItemFeatures(
            "x",
            new ItemAggregates(statistics, month, month, month, Samples.NOW, Samples.NOW),
            1995,
            List.of("Crime"));
  }

  private static RecentItem rated(String id, int halfStars, float @Nullable [] vector) {
    return rated(id, halfStars, vector, TransitionRow.EMPTY);
  }

  private static RecentItem rated(
      String id, int halfStars, float @Nullable [] vector, TransitionRow followers) {
    return new RecentItem(
        Samples.rated(id, halfStars), Samples.item(id, 1990, "Drama"), followers, vector);
  }

  private List<ReasonKind> kinds() {
    return evidence().reasons().stream().map(Reason::kind).toList();
  }

  @Test
  void shouldNameTheNearestOfTheLikedItems() {
    // Cosines to x: a 0.96, b 0.8, c 0. What is nearest of all was not liked.
    recent =
        List.of(
            rated("disliked", 7, X),
            rated("b", 8, NEARER),
            rated("a", 10, NEAR),
            rated("c", 10, ACROSS),
            rated("none", 10, null));

    assertThat(evidence().reasons())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.kind()).isEqualTo(ReasonKind.LIKED);
              assertThat(reason.itemId()).isEqualTo("a");
              assertThat(reason.title()).isEqualTo("Title a");
              assertThat(reason.strength()).isCloseTo(0.96, within(1e-6));
              assertThat(reason.text()).isEqualTo("Because you gave Title a 5 stars");
            });
  }

  @Test
  void shouldNotNameWhatIsFarOrNotLikedOrTheItemItself() {
    recent = List.of(rated("x", 10, X), rated("a", 7, NEAR), rated("c", 10, ACROSS));

    assertThat(kinds()).isEmpty();
  }

  @Test
  void shouldNameTheItemThatAddsMostWhereTransitionsProposedIt() {
    TransitionRow tenth =
        TransitionRow.of(Samples.follows("a", "y", 9, "x", 1), new ItemOrdinals());
    TransitionRow half = TransitionRow.of(Samples.follows("b", "y", 1, "x", 1), new ItemOrdinals());
    TransitionRow whole = TransitionRow.of(Samples.follows("d", "x", 1), new ItemOrdinals());
    // Newest first, decay 0.75: a sqrt(0.1) = 0.316, b 0.75 sqrt(0.5) = 0.530,
    // c nothing, d 0.75^3 = 0.422.
    recent =
        List.of(
            rated("a", 2, null, tenth),
            rated("b", 2, null, half),
            rated("c", 2, null),
            rated("d", 2, null, whole));
    ranks = new SourceRanks(0, 10, 0, 0);

    assertThat(evidence().reasons())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.kind()).isEqualTo(ReasonKind.FOLLOWS);
              assertThat(reason.itemId()).isEqualTo("b");
              assertThat(reason.text()).isEqualTo("Often rated after Title b");
              assertThat(reason.strength()).isCloseTo(2.0 / 3, within(1e-9));
            });
  }

  @Test
  void shouldNotCallItAFollowerWhereTransitionsDidNotProposeIt() {
    recent =
        List.of(
            rated(
                "a", 2, null, TransitionRow.of(Samples.follows("a", "x", 1), new ItemOrdinals())));

    assertThat(kinds()).isEmpty();
  }

  @Test
  void shouldNameTheGenreThatTheUserLikes() {
    recent = List.of(rated("a", 2, null));
    tastes = List.of(new GenreTaste("Drama", 0.0, 4.0), new GenreTaste("Crime", 9.0, 3.0));

    assertThat(evidence().reasons())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.kind()).isEqualTo(ReasonKind.GENRE);
              assertThat(reason.genre()).isEqualTo("Crime");
              // 9 / (3 + 2) / 4 with two ratings of nothing believed before.
              assertThat(reason.strength()).isCloseTo(0.45, within(1e-6));
              // 6 + 9 / 3 half stars.
              assertThat(reason.text()).isEqualTo("You like Crime: 4.5 stars on average");
            });
  }

  @Test
  void shouldNotNameAGenreThatIsNotLikedOrLessThanOthers() {
    recent = List.of(rated("a", 2, null));
    tastes = List.of(new GenreTaste("Crime", 1.0, 4.0));
    assertThat(kinds()).isEmpty();
    tastes = List.of(new GenreTaste("Crime", 12.0, 6.0), new GenreTaste("Drama", 40.0, 10.0));
    assertThat(kinds()).isEmpty();
    tastes = List.of(new GenreTaste("Drama", 40.0, 10.0));
    assertThat(kinds()).isEmpty();
  }

  @Test
  void shouldTellAForecastThatIsHigh() {
    recent = List.of(rated("a", 2, null));
    forecast = new RatingForecast(4.37, 0.9, 0.2);
    assertThat(evidence().reasons())
        .extracting(Reason::text)
        .containsExactly("You would rate it about 4.4");
    forecast = new RatingForecast(5.6, 0.9, 0.2);
    assertThat(evidence().reasons())
        .extracting(Reason::text)
        .containsExactly("You would rate it about 5");
    forecast = new RatingForecast(3.9, 0.9, 0.2);
    assertThat(kinds()).isEmpty();
    recent = List.of();
    forecast = new RatingForecast(4.37, 0.9, 0.2); // what everybody would rate it
    assertThat(kinds()).isEmpty();
  }

  @Test
  void shouldTellThatItIsNewOrPopularOnlyWhereItIs() {
    ranks = new SourceRanks(0, 0, 1, 0); // the first that a filter let pass
    assertThat(kinds()).isEmpty();
    popular = true;
    assertThat(kinds()).containsExactly(ReasonKind.POPULAR);
    popular = false;
    fresh = true;
    assertThat(evidence().reasons())
        .extracting(Reason::text)
        .containsExactly("New: nobody has rated it yet");
    fresh = false;
    ratings = 3;
    ranks = new SourceRanks(0, 0, 0, 2);
    assertThat(evidence().reasons())
        .extracting(Reason::text)
        .containsExactly("New: rated by 3 so far");
  }

  @Test
  void shouldSpeakOfTheUsersVectorOnlyWhereThereIsNothingElse() {
    ranks = new SourceRanks(1, 0, 0, 0);
    assertThat(kinds()).isEmpty(); // a user of whom nothing is known
    profile = new Demographics(31, "F", null, null);
    assertThat(evidence().reasons())
        .extracting(Reason::text)
        .containsExactly("Fits what you told of yourself: age, gender");
    recent = List.of(rated("a", 2, NEAR));
    assertThat(kinds()).containsExactly(ReasonKind.TASTE);
    popular = true;
    assertThat(kinds()).containsExactly(ReasonKind.POPULAR);
  }

  @Test
  void shouldGiveTheThreeStrongest() {
    recent =
        List.of(
            rated(
                "a", 10, NEAR, TransitionRow.of(Samples.follows("a", "x", 1), new ItemOrdinals())));
    tastes = List.of(new GenreTaste("Crime", 9.0, 3.0));
    ranks = new SourceRanks(1, 10, 1, 0);
    forecast = new RatingForecast(4.2, 0.9, 0.2);
    popular = true;

    // 0.96, 0.67, 0.6; left out are popularity with 0.5 and the genre with 0.45.
    assertThat(kinds()).containsExactly(ReasonKind.LIKED, ReasonKind.FOLLOWS, ReasonKind.FORECAST);
  }

  @Test
  void shouldTellFeaturesAndSourcesAsTheyWereUsed() {
    ratings = 10;
    ranks = new SourceRanks(3, 0, 7, 0);
    forecast = new RatingForecast(4.25, 0.75, -0.5);
    Evidence evidence = evidence();
    float[] encoded = new float[FeatureEncoder.fit(List.of(), List.of()).pairWidth()];
    FeatureEncoder.fit(List.of(), List.of()).encodePair(evidence.pair(), encoded, 0);

    assertThat(evidence.features()).hasSize(encoded.length);
    List<Float> values = List.copyOf(evidence.features().values());
    for (int i = 0; i < encoded.length; i++) {
      assertThat(values.get(i)).isEqualTo(encoded[i]);
    }
    assertThat(evidence.features())
        .containsEntry("retrieval.dot", 0.5f)
        .containsEntry("standing.rated", 1f)
        .containsEntry("transitions.last_1_root", 0f)
        .containsEntry("liking.stars", 0.5f);
    // Four ratings a half-life of a month ago count as two.
    assertThat(evidence.sources())
        .containsOnlyKeys(SourceKind.INDEX, SourceKind.POPULARITY)
        .containsEntry(SourceKind.INDEX, new SourceScore(3, 0.5))
        .containsEntry(SourceKind.POPULARITY, new SourceScore(7, 2));
    assertThat(evidence.forecast()).isEqualTo(forecast);
  }
}
