package io.millrace.model.encode;

import static io.millrace.model.encode.Samples.NOW;
import static io.millrace.model.encode.Samples.follows;
import static io.millrace.model.encode.Samples.item;
import static io.millrace.model.encode.Samples.rated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.feature.ItemOrdinals;
import io.millrace.model.feature.TransitionRow;
import io.millrace.schemas.DecayedCount;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.RatingStatistics;
import io.millrace.schemas.User;
import io.millrace.schemas.UserAggregates;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureEncoderTest {
  private static final Offset<Float> NEAR = within(1e-5f);
  private static final List<Item> ITEMS =
      List.of(item("a", 1980, "Drama"), item("b", 2000, "Action", "Drama"), item("c", null));
  private static final List<User> USERS =
      List.of(
          new User("u", new Demographics(25, "F", "artist", null), Map.of()),
          new User("v", new Demographics(null, "M", null, null), Map.of()));
  private final FeatureEncoder encoder = FeatureEncoder.fit(ITEMS, USERS);

  @Test
  void shouldLayOutTheGroupsInOrder() {
    assertThat(encoder.layout())
        .containsExactly(
            "user.activity:6",
            "user.tastes:4",
            "user.profile:5",
            "item.genres:2",
            "item.year:3",
            "pair.transitions:25",
            "pair.retrieval:10",
            "pair.similarity:5",
            "pair.popularity:5",
            "pair.standing:6",
            "pair.session:7",
            "pair.content:7",
            "pair.fresh:2",
            "pair.liking:4");
    assertThat(encoder.userWidth()).isEqualTo(15);
    assertThat(encoder.itemWidth()).isEqualTo(5);
    assertThat(encoder.pairWidth()).isEqualTo(71);
  }

  @Test
  void shouldHoldZerosInThePlacesOfGroupsLeftOutAfterTheJourneyThroughBytesToo() {
    FeatureEncoder without =
        FeatureEncoder.fit(ITEMS, USERS, List.of("item.genres", "user.profile"));
    FeatureEncoder read = FeatureEncoder.fromBytes(without.toBytes());

    assertThat(without.layout()).isEqualTo(encoder.layout());
    assertThat(without.toBytes()).isNotEqualTo(encoder.toBytes()).isEqualTo(read.toBytes());
    for (FeatureEncoder each : List.of(without, read)) {
      float[] item = new float[5];
      Arrays.fill(item, 9f);
      each.encodeItem(ITEMS.get(1), item, 0);
      assertThat(item).containsExactly(0, 0, 1, 1, 1);
      float[] user = new float[15];
      each.encodeUser(Samples.user(2, 14, 100), USERS.get(0).getDemographics(), NOW, user, 0);
      assertThat(Arrays.copyOfRange(user, 10, 15)).containsOnly(0f);
      assertThat(user[0]).isEqualTo(1f);
    }
  }

  @Test
  void shouldNameItsGroups() {
    assertThat(FeatureEncoder.GROUPS)
        .startsWith("user.activity", "user.tastes", "user.profile", "item.genres")
        .endsWith("pair.session", "pair.content", "pair.fresh", "pair.liking")
        .hasSize(14);
  }

  @Test
  void shouldEncodeContentByVocabularyAndRange() {
    // Genres in order of the alphabet: Action, Drama; years 1980 to 2000 onto -1 to 1.
    assertThat(encodeItem(ITEMS.get(0))).containsExactly(0, 1, 1, -1, 1);
    assertThat(encodeItem(ITEMS.get(1))).containsExactly(1, 1, 1, 1, 1);
    assertThat(encodeItem(ITEMS.get(2))).containsExactly(0, 0, 0, 0, 0);
    assertThat(encodeItem(item("d", 1990, "Unheard of"))).containsExactly(0, 0, 1, 0, 0);
    assertThat(encodeItem(item("e", 1000))).containsExactly(0, 0, 1, -1.5f, 2.25f);
    assertThat(encodeItem(null)).containsOnly(0f);
  }

  private float[] encodeItem(@Nullable Item item) {
    float[] out = new float[encoder.itemWidth()];
    Arrays.fill(out, 9f);
    encoder.encodeItem(item, out, 0);
    return out;
  }

  @Test
  void shouldEncodeAUserAsWorkedByHand() {
    // Two ratings of 6 and 8 half stars. Mean (14 + 35) / 7 = 7 -> 0; deviation 1 / 5.
    UserAggregates user =
        Samples.user(
            2, 14, 100, new GenreTaste("Drama", 2.0, 2.0), new GenreTaste("Unknown", 1.0, 2.0));
    float[] out = new float[encoder.userWidth() + 2];
    Demographics profile = new Demographics(40, "M", "plumber", null);
    encoder.encodeUser(user, profile, NOW, out, 1);
    assertThat(out[0]).isZero();
    assertThat(out[1]).isEqualTo(1f);
    assertThat(out[2]).isCloseTo((float) (Math.log(3) / Math.log(1001)), NEAR);
    assertThat(out[3]).isCloseTo(0f, NEAR);
    assertThat(out[4]).isCloseTo(0.2f, NEAR);
    assertThat(out[5]).isCloseTo((float) (Math.log(3) / Math.log(201)), NEAR);
    assertThat(out[6]).isZero();
    // Action unknown to the user; Drama: liking 2 / (2 + 2) / 4, share 2 of 4.
    assertThat(Arrays.copyOfRange(out, 7, 11)).containsExactly(0, 0, 0.125f, 0.5f);
    // Age known, 40 / 80; genders F, M; occupations artist.
    assertThat(Arrays.copyOfRange(out, 11, 16)).containsExactly(1, 0.5f, 0, 1, 0);
    assertThat(out[16]).isZero();
  }

  @Test
  void shouldEncodeAUserOfWhomNothingIsKnownAsZeros() {
    float[] out = new float[encoder.userWidth()];
    Arrays.fill(out, 9f);
    encoder.encodeUser(null, null, NOW, out, 0);
    assertThat(out).containsOnly(0f);
  }

  @Test
  void shouldEncodeTransitionsByLag() {
    // Newest item x: p(b) = 3 / 4, rank 1. Before it y: p(b) = 1 / 4, rank 2.
    float[] out =
        encodePair(
            context(
                List.of(
                    recent("x", follows("x", "b", 3, "a", 1)),
                    recent("y", follows("y", "a", 3, "b", 1)),
                    recent("z", follows("z", "a", 1)))));
    assertThat(out[0]).isCloseTo((float) Math.sqrt(0.75), NEAR);
    assertThat(out[1]).isCloseTo((float) (1 + Math.log10(0.75) / 4), NEAR);
    assertThat(out[2]).isCloseTo((float) (Math.log(4) / Math.log(201)), NEAR);
    assertThat(out[3]).isEqualTo(1f);
    assertThat(out[4]).isCloseTo(0.5f, NEAR);
    assertThat(out[7]).isEqualTo(0.5f);
    assertThat(Arrays.copyOfRange(out, 8, 20)).containsOnly(0f);
    // Roots 0.866025, 0.5, 0. Decay 0.75: (0.866025 + 0.75 * 0.5) / 2.3125 = 0.536659; decay 0.9:
    // (0.866025 + 0.9 * 0.5) / 2.71 = 0.485618; mean p (0.75 + 0.75 * 0.25) / 2.3125 = 0.405405;
    // greatest root 0.866025; 2 of 3 know it.
    assertThat(out[20]).isCloseTo(0.536659f, NEAR);
    assertThat(out[21]).isCloseTo(0.485618f, NEAR);
    assertThat(out[22]).isCloseTo((float) (1 + Math.log10(0.405405) / 4), NEAR);
    assertThat(out[23]).isCloseTo(0.866025f, NEAR);
    assertThat(out[24]).isCloseTo(2f / 3, NEAR);
  }

  @Test
  void shouldEncodeRetrievalAndSimilarity() {
    float[] out = encodePair(context(List.of(recent("x", null), recent("y", null))));
    // dot, has a vector; share a quarter; index rank 3; transitions none; popularity rank 1.
    assertThat(out[25]).isEqualTo(0.5f);
    assertThat(out[26]).isEqualTo(1f);
    assertThat(out[27]).isEqualTo(0.5f);
    assertThat(out[28]).isCloseTo((float) (1 + Math.log10(0.25) / 4), NEAR);
    assertThat(out[29]).isCloseTo((float) (1 - Math.log(3) / Math.log(1001)), NEAR);
    assertThat(out[30]).isCloseTo(1f / 3, NEAR);
    assertThat(Arrays.copyOfRange(out, 31, 35)).containsExactly(0, 0, 1, 1);
    // The candidate's vector (0.6, 0.8) with (1, 0), twice.
    assertThat(Arrays.copyOfRange(out, 35, 40)).containsExactly(0.6f, 0.6f, 0, 0.6f, 0.6f);
  }

  @Test
  void shouldEncodeTheRankAmongTheFresh() {
    float[] out = encodePair(context(List.of()));
    // Rank 2.
    assertThat(out[65]).isCloseTo((float) (1 - Math.log(2) / Math.log(1001)), NEAR);
    assertThat(out[66]).isEqualTo(0.5f);
  }

  @Test
  void shouldReadAnEncoderOfTheVersionBefore() {
    // As version 2 was: without the list of groups left out, which is empty here.
    byte[] present = encoder.toBytes();
    byte[] bytes = Arrays.copyOf(present, present.length - 4);
    bytes[3] = 2;
    FeatureEncoder before = FeatureEncoder.fromBytes(bytes);
    assertThat(before.pairWidth()).isEqualTo(65);
    assertThat(before.layout()).isEqualTo(encoder.layout().subList(0, 12));
    assertThat(before.toBytes()).isEqualTo(bytes);
    present[3] = 3;
    assertThat(FeatureEncoder.fromBytes(present).layout()).isEqualTo(before.layout());
    float[] out = new float[65];
    before.encodePair(context(List.of()), out, 0);
    assertThat(out).containsExactly(Arrays.copyOf(encodePair(context(List.of())), 65));
  }

  @Test
  void shouldDecayPopularityToNow() {
    // A day old: daily count 8 halves to 4, weekly 8 * 2^-1/7, monthly 8 * 2^-1/30.
    float[] out = encodePair(context(List.of()));
    assertThat(out[40]).isCloseTo((float) (Math.log1p(4) / Math.log(101)), NEAR);
    assertThat(out[41]).isCloseTo((float) (Math.log1p(8 * 0.905724) / Math.log(301)), NEAR);
    assertThat(out[42]).isCloseTo((float) (Math.log1p(8 * 0.977160) / Math.log(1001)), NEAR);
    // Standing: known, 10 ratings, mean (80 + 35) / 15 half stars.
    assertThat(out[45]).isEqualTo(1f);
    assertThat(out[46]).isCloseTo((float) (Math.log(11) / Math.log(3001)), NEAR);
    assertThat(out[47]).isCloseTo((float) ((115.0 / 15 - 7) / 3.5), NEAR);
    assertThat(out[48]).isZero();
  }

  @Test
  void shouldCompareContentWithTheLastItems() {
    // Candidate b (2000; Action, Drama), last item a (1980; Drama): Jaccard 1 / 2, 20 years.
    float[] out = encodePair(context(List.of(recent("a", null))));
    assertThat(out[60]).isCloseTo(0.5f, NEAR);
    assertThat(out[61]).isCloseTo(0.5f, NEAR);
    assertThat(out[62]).isCloseTo((float) (Math.log(21) / Math.log(51)), NEAR);
    assertThat(out[63]).isEqualTo(out[62]);
    assertThat(out[64]).isEqualTo(1f);
  }

  @Test
  void shouldStayWithinBoundsWhenStatesAreExtreme() {
    long huge = Long.MAX_VALUE / 4;
    UserAggregates user =
        new UserAggregates(
            new RatingStatistics(1_000_000_000L, 10_000_000_000L, 100_000_000_000L),
            new DecayedCount(1e300, 0L),
            Samples.user(0, 0, 0, new GenreTaste("Drama", -1e300, 1e-300)).getGenres(),
            0L,
            null);
    float[] out = new float[encoder.userWidth()];
    encoder.encodeUser(user, new Demographics(100_000, "?", "?", "?"), huge, out, 0);
    for (float value : out) {
      assertThat(value).isBetween(-2f, 2f);
    }
    encoder.encodeUser(user, null, -huge, out, 0);
    for (float value : out) {
      assertThat(value).isBetween(-2f, 2f);
    }
  }

  @Test
  void shouldComeBackFromBytes() {
    FeatureEncoder read = FeatureEncoder.fromBytes(encoder.toBytes());
    assertThat(read.layout()).isEqualTo(encoder.layout());
    assertThat(read.toBytes()).isEqualTo(encoder.toBytes());
    float[] out = new float[read.itemWidth()];
    read.encodeItem(ITEMS.get(1), out, 0);
    assertThat(out).containsExactly(encodeItem(ITEMS.get(1)));
  }

  @Test
  void shouldRefuseBytesOfAnotherVersionOrCutShort() {
    byte[] bytes = encoder.toBytes();
    assertThatThrownBy(() -> FeatureEncoder.fromBytes(Arrays.copyOf(bytes, bytes.length - 2)))
        .hasMessageContaining("that end early");
    bytes[3] = 7;
    assertThatThrownBy(() -> FeatureEncoder.fromBytes(bytes))
        .hasMessage("encoder: must be version 2 to 5, is 7");
  }

  @Test
  void shouldPlaceUsersInBuckets() {
    assertThat(UserBuckets.row(null, 10)).isZero();
    for (String id : List.of("1", "42", "someone", "\u00e9")) {
      assertThat(UserBuckets.row(id, 10)).isBetween(1, 10).isEqualTo(UserBuckets.row(id, 10));
    }
    // murmur2("21") is -973932308, Kafka's own test vector; floorMod 10 is 2.
    assertThat(UserBuckets.row("21", 10)).isEqualTo(3);
  }

  @Test
  void shouldEncodeTheForecastOfARating() {
    float[] pair = encodePair(context(List.of()));
    // 4.25 stars are half of 1.5 above 3.5; the deviation is half of 1.5.
    assertThat(Arrays.copyOfRange(pair, pair.length - 4, pair.length))
        .containsExactly(1f, 0.5f, 0.5f, -0.5f);
  }

  private float[] encodePair(PairContext context) {
    float[] out = new float[encoder.pairWidth()];
    Arrays.fill(out, 9f);
    encoder.encodePair(context, out, 0);
    return out;
  }

  private static PairContext context(List<RecentItem> recent) {
    return new PairContext(
        new QueryState("u", null, null, recent, NOW),
        "b",
        KnownItem.of(ITEMS.get(1), features()),
        new float[] {0.6f, 0.8f},
        0.5f,
        0.25,
        new SourceRanks(3, 0, 1, 2),
        followed("b", recent),
        new RatingForecast(4.25, 0.75, -0.5));
  }

  private static TransitionRow.@Nullable Entry[] followed(String itemId, List<RecentItem> recent) {
    TransitionRow.Entry[] followed = new TransitionRow.Entry[PairContext.FOLLOWED];
    for (int lag = 0; lag < recent.size(); lag++) {
      followed[lag] = recent.get(lag).transitions().find(itemId);
    }
    return followed;
  }

  private static ItemFeatures features() {
    long yesterday = NOW - 86_400_000;
    DecayedCount count = new DecayedCount(8.0, yesterday);
    return new ItemFeatures(
        "b",
        new ItemAggregates(
            new RatingStatistics(10L, 80L, 640L), count, count, count, yesterday, yesterday),
        2000,
        List.of("Action", "Drama"));
  }

  private static RecentItem recent(
      String id, io.millrace.schemas.@Nullable ItemTransitions transitions) {
    Item item = ITEMS.stream().filter(i -> i.getItemId().equals(id)).findFirst().orElse(null);
    return new RecentItem(
        rated(id, 8), item, TransitionRow.of(transitions, new ItemOrdinals()), new float[] {1, 0});
  }
}
