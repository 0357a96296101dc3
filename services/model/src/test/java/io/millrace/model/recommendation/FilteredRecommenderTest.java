package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.RandomBundle;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.Samples;
import io.millrace.model.filter.Filter;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.schemas.Item;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items a to h by popularity; u rated a, then b; d and e follow. */
class FilteredRecommenderTest {
  private final TinyWorld world =
      new TinyWorld()
          .items("a", "b", "c", "d", "e", "f", "g", "h")
          .user("u", "a", "b")
          .follows("b", "e", 3, "d", 1)
          .follows("a", "d", 2)
          .put(item("d", 2001, true))
          .put(item("g", 2002, true))
          .put(item("a", 2003, true))
          .put(item("h", 2004, false));

  private Recommender recommender(boolean modelled) {
    FeatureEncoder encoder = FeatureEncoder.fit(world.catalogue(), List.of());
    Bundle bundle =
        new RandomBundle(7, 8, List.of("a", "b", "c", "d", "e", "f", "g"), encoder)
            .towers(16, 12)
            .ranker(3, 16, 8)
            .build();
    Generation generation =
        modelled ? Generation.embedding("g000001", bundle, world.catalogue()) : Generation.none();
    return new Recommender(generation, world, RecommenderSettings.defaults());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldAnswerNothingButWhatTheFilterLetsPass(boolean modelled) {
    Recommender recommender = recommender(modelled);
    assertThat(ids(recommender, "year > 2000", SeenPolicy.EXCLUDE))
        .containsExactlyInAnyOrder("d", "g");
    assertThat(ids(recommender, "year > 2000", SeenPolicy.INCLUDE))
        .containsExactlyInAnyOrder("a", "d", "g");
    assertThat(ids(recommender, "year > 3000", SeenPolicy.INCLUDE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldAnswerSeenItemsAloneWhenAsked(boolean modelled) {
    Recommender recommender = recommender(modelled);
    assertThat(ids(recommender, "year > 0", SeenPolicy.ONLY)).containsExactlyInAnyOrder("a", "b");
    assertThat(ids(recommender, "year > 2000", SeenPolicy.ONLY)).containsExactly("a");
    RecommendationQuery session =
        new RecommendationQuery(
            null,
            List.of(Samples.rated("c", 8), Samples.rated("h", 8)),
            10,
            Set.of(),
            SeenPolicy.ONLY,
            Steering.NONE);
    assertThat(recommender.recommend(session))
        .extracting(Recommendation::itemId)
        .containsExactly("c");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldFollowTheCatalogueFromOneAnswerToTheNext(boolean modelled) {
    Recommender recommender = recommender(modelled);
    assertThat(ids(recommender, "year > 2000", SeenPolicy.EXCLUDE)).contains("g");
    world.put(item("g", 1990, true));
    assertThat(ids(recommender, "year > 2000", SeenPolicy.EXCLUDE)).containsExactly("d");
    recommender.catalogued("g");
    world.put(item("f", 2020, true));
    recommender.catalogued("f");
    assertThat(ids(recommender, "year > 2000", SeenPolicy.EXCLUDE))
        .containsExactlyInAnyOrder("d", "f");
    world.put(item("f", 2020, false));
    assertThat(ids(recommender, "year > 2000", SeenPolicy.EXCLUDE)).containsExactly("d");
    world.put(item("f", 1990, true));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLeaveOutAnItemFromTheMomentOnUntilWhichItIsAvailable(boolean modelled) {
    Recommender recommender = recommender(modelled);
    List<String> genres = List.of("Drama");
    world.put(new Item("d", "Title", 2001, genres, Map.of(), true, Samples.NOW));
    world.put(new Item("g", "Title", 2002, genres, Map.of(), true, Samples.NOW + 1));
    assertThat(ids(recommender, "year > 2000", SeenPolicy.EXCLUDE)).containsExactly("g");
    assertThat(recommender.recommend(RecommendationQuery.forUser("u", 10)))
        .extracting(Recommendation::itemId)
        .doesNotContain("d")
        .contains("g");
    assertThat(recommender.similar("a", 10))
        .extracting(ScoredItem::itemId)
        .doesNotContain("d")
        .contains("g");
  }

  private static List<String> ids(Recommender recommender, String filter, SeenPolicy seen) {
    Steering steering = Steering.by(Filter.parse(filter, Set.of()));
    RecommendationQuery query =
        new RecommendationQuery("u", List.of(), 10, Set.of(), seen, steering);
    return recommender.recommend(query).stream().map(Recommendation::itemId).toList();
  }

  private static Item item(String id, int year, boolean available) {
    return new Item(id, "Title", year, List.of("Drama"), Map.of(), available, null);
  }
}
