package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.RandomBundle;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.Samples;
import io.millrace.model.filter.Filter;
import io.millrace.model.ranking.Ranker;
import io.millrace.model.retrieval.SourceKind;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recommender in variations, against what each of them has to come to. */
class VariationTest {
  private static final Offset<Float> EPSILON = within(1e-6f);
  private static final RecommendationQuery QUERY = RecommendationQuery.forUser("u", 5);

  private final TinyWorld world =
      new TinyWorld()
          .items("a", "b", "c", "d", "e", "f", "g", "h")
          .user("u", "a", "b")
          .follows("b", "e", 3, "d", 1)
          .follows("a", "d", 2);
  private final Bundle bundle =
      new RandomBundle(
              7,
              8,
              List.of("a", "b", "c", "d", "e", "f", "g", "h"),
              FeatureEncoder.fit(world.catalogue(), List.of()))
          .towers(16, 12)
          .ranker(3, 16, 8)
          .build();
  private final Recommender recommender =
      new Recommender(
          Generation.embedding("g000001", bundle, world.catalogue()),
          world,
          RecommenderSettings.defaults());

  private static Variation weighing(double rating) {
    return new Variation(SourceMix.AS_SET, null, rating);
  }

  private static Variation unranked() {
    return new Variation(SourceMix.AS_SET, false, null);
  }

  private static Variation taking(SourceMix mix) {
    return new Variation(mix, null, null);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.6, 1})
  void shouldWeighTheHeadsAsAsked(double weight) {
    Recommender varied = recommender.varied(weighing(weight));
    Candidates candidates = varied.candidates(QUERY);

    float[] scores = varied.scores(candidates);

    Ranker.Heads[] heads = new Ranker(bundle).heads(candidates.size(), candidates::encodeInput);
    assertThat(scores).isNotEmpty();
    for (int i = 0; i < scores.length; i++) {
      double click = 1 / (1 + Math.exp(-heads[i].click()));
      double rating = Math.clamp(heads[i].rating(), 0, 1);
      assertThat(scores[i]).isCloseTo((float) ((1 - weight) * click + weight * rating), EPSILON);
    }
  }

  /** The calibration was fitted to other scores. */
  @Test
  void shouldNotSayHowLikelyAnythingIsWhenScoresAreOthers() {
    assertThat(recommender.recommend(QUERY)).allMatch(item -> item.probability() != null);
    assertThat(recommender.varied(weighing(0.6)).recommend(QUERY))
        .allMatch(item -> item.probability() == null);
    assertThat(recommender.varied(unranked()).recommend(QUERY))
        .allMatch(item -> item.probability() == null);
  }

  @Test
  void shouldKeepTheSourcesOrderWithoutRanker() {
    Recommender varied = recommender.varied(unranked());
    Candidates candidates = varied.candidates(QUERY);

    float[] scores = varied.scores(candidates);

    for (int i = 0; i < scores.length; i++) {
      assertThat(scores[i]).isEqualTo(candidates.prior(i));
    }
    assertThat(varied.generation().id()).isEqualTo("g000001");
  }

  @Test
  void shouldTakeNothingFromASourceThatIsOff() {
    Recommender varied = recommender.varied(taking(new SourceMix(null, null, 0, null, null)));

    assertThat(sources(recommender)).contains(SourceKind.TRANSITIONS, SourceKind.INDEX);
    assertThat(sources(varied)).doesNotContain(SourceKind.TRANSITIONS).contains(SourceKind.INDEX);
  }

  private static List<SourceKind> sources(Recommender of) {
    return of.recommend(QUERY).stream()
        .flatMap(item -> item.sources().stream())
        .distinct()
        .toList();
  }

  @Test
  void shouldRankAsManyAsAskedFor() {
    Recommender varied = recommender.varied(taking(new SourceMix(2, null, null, null, null)));

    assertThat(recommender.candidates(QUERY).proposed()).isEqualTo(6);
    assertThat(varied.candidates(QUERY).proposed()).isEqualTo(2);
  }

  /** It searches with the masks of the recommender that it varies, which is told of changes. */
  @Test
  void shouldKnowOfItemsThatChangedSinceItWasMade() {
    Recommender varied = recommender.varied(unranked());
    RecommendationQuery only = QUERY.steered(Steering.by(Filter.parse("year = 2026", List.of())));
    assertThat(varied.recommend(only)).isEmpty();

    world.put(Samples.item("h", 2026, "Drama"));
    recommender.catalogued("h");

    assertThat(varied.recommend(only)).extracting(Recommendation::itemId).containsExactly("h");
  }

  @Test
  void shouldAnswerAsEverWhenNothingVaries() {
    assertThat(recommender.varied(Variation.NONE).recommend(QUERY))
        .usingRecursiveComparison()
        .ignoringFields("evidence")
        .isEqualTo(recommender.recommend(QUERY));
  }

  @Test
  void shouldTakeFromTheOtherWhatItDoesNotSay() {
    Variation one = new Variation(new SourceMix(10, null, null, 0, null), null, 0.2);
    Variation other = new Variation(new SourceMix(20, 30, null, null, null), false, 0.7);

    assertThat(one.or(other))
        .isEqualTo(new Variation(new SourceMix(10, 30, null, 0, null), false, 0.2));
    assertThat(one.or(Variation.NONE)).isEqualTo(one);
    assertThat(Variation.NONE.or(one)).isEqualTo(one);
  }

  @Test
  void shouldRefuseAWeightThatIsNoShare() {
    assertThatThrownBy(() -> weighing(1.5))
        .hasMessage("ratingWeight: must be between 0 and 1, was 1.5");
    assertThatThrownBy(() -> weighing(Double.NaN)).hasMessageContaining("ratingWeight");
  }
}
