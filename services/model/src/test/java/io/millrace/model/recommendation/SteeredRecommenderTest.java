package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.filter.Filter;
import io.millrace.model.filter.ItemField;
import io.millrace.model.reranking.Boost;
import io.millrace.model.reranking.Cap;
import io.millrace.model.reranking.Pin;
import io.millrace.model.reranking.Placement;
import io.millrace.schemas.Item;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Items a to h by popularity, then x, y, z, which are fresh; u rated a, then b; d and e follow. */
class SteeredRecommenderTest {
  private final TinyWorld world =
      new TinyWorld()
          .items("a", "b", "c", "d", "e", "f", "g", "h", "x", "y", "z")
          .fresh("x", "y", "z")
          .user("u", "a", "b")
          .follows("b", "e", 3, "d", 1)
          .follows("a", "d", 2);

  private final RecommenderSettings settings = new RecommenderSettings(6, 6, 6, 10, 0.7, 6, 0);
  private final Recommender recommender = new Recommender(Generation.none(), world, settings);

  @Test
  void shouldAnswerAsWithoutSteeringWhereItAsksForNothing() {
    Steering idle = steering(null, 0, 0, 0).build(List.of(new Boost(all(), 1, 0)), List.of());
    for (int n = 1; n <= 9; n++) {
      assertThat(ids(idle, n))
          .isEqualTo(
              recommender.recommend(RecommendationQuery.forUser("u", n)).stream()
                  .map(Recommendation::itemId)
                  .toList());
    }
  }

  @Test
  void shouldScoreByBoostsInTheirOrder() {
    Filter c = Filter.parse("itemId in ('c', 'nothing')", Set.of());
    double before = score(Steering.NONE, "c");
    Steering boosted =
        steering(null, 0, 0, 0)
            .build(List.of(new Boost(c, 2, 0.1), new Boost(c, 3, 0.5)), List.of());
    assertThat(score(boosted, "c")).isCloseTo((before * 2 + 0.1) * 3 + 0.5, within(1e-6));
    assertThat(ids(boosted, 3).getFirst()).isEqualTo("c");
  }

  @Test
  void shouldShowPinnedItemsThatAreSeenOrFilteredAway() {
    world.hide("h");
    Steering pinned =
        steering("itemId != 'g'", 0, 0, 0)
            .build(List.of(), List.of(new Pin("g", 3), new Pin("h", 0), new Pin("a", 0)));
    List<Recommendation> list = recommender.recommend(query(pinned, 5));
    assertThat(list).extracting(Recommendation::itemId).containsExactly("a", "d", "g", "e", "c");
    assertThat(list.get(2).placement()).isEqualTo(Placement.PINNED);
    assertThat(list.get(1).placement()).isEqualTo(Placement.RANKED);
  }

  @Test
  void shouldKeepCapsWhenFillingUp() {
    world.put(genre("d", "War")).put(genre("g", "War")).put(genre("h", "War"));
    world.put(genre("y", "Comedy"));
    Cap cap = new Cap(Objects.requireNonNull(ItemField.named("genre", Set.of())), 2);
    Steering capped = new Steering(null, List.of(), List.of(), Knobs.NONE, List.of(cap), 0);
    // Dramas e and c, wars d and g, one comedy.
    assertThat(ids(capped, 9)).containsExactly("d", "e", "c", "g", "y");
  }

  @Test
  void shouldTryFreshItemsInTheirShareOfPlaces() {
    Set<String> tried = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      Steering exploring = steering(null, 0, 0.5, seed).build(List.of(), List.of());
      List<Recommendation> list = recommender.recommend(query(exploring, 4));
      assertThat(list).hasSize(4).doesNotHaveDuplicates();
      List<String> explored =
          list.stream()
              .filter(r -> r.placement() == Placement.EXPLORED)
              .map(Recommendation::itemId)
              .toList();
      assertThat(explored).hasSize(2).isSubsetOf("x", "y", "z");
      tried.addAll(explored);
      assertThat(recommender.recommend(query(exploring, 4)))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("evidence")
          .isEqualTo(list);
    }
    assertThat(tried).containsExactlyInAnyOrder("x", "y", "z");
  }

  @Test
  void shouldNotTryWhatTheFilterLeavesOut() {
    Steering exploring = steering("itemId not in ('x', 'y')", 0, 1, 3).build(List.of(), List.of());
    assertThat(ids(exploring, 4)).containsExactly("z", "d", "e", "c");
  }

  private double score(Steering steering, String id) {
    return recommender.recommend(query(steering, 11)).stream()
        .filter(r -> r.itemId().equals(id))
        .findFirst()
        .orElseThrow()
        .score();
  }

  private List<String> ids(Steering steering, int n) {
    return recommender.recommend(query(steering, n)).stream().map(Recommendation::itemId).toList();
  }

  private static RecommendationQuery query(Steering steering, int n) {
    return new RecommendationQuery("u", List.of(), n, Set.of(), SeenPolicy.EXCLUDE, steering);
  }

  private static Filter all() {
    return Filter.parse("year > 0", Set.of());
  }

  private static Item genre(String id, String genre) {
    return new Item(id, "Title", 1990, List.of(genre), Map.of(), true, null);
  }

  private record Draft(@Nullable Filter filter, double diversity, double exploration, long seed) {
    Steering build(List<Boost> boosts, List<Pin> pins) {
      return new Steering(filter, boosts, pins, new Knobs(diversity, exploration), List.of(), seed);
    }
  }

  private static Draft steering(
      @Nullable String filter, double diversity, double exploration, long seed) {
    Filter parsed = filter == null ? null : Filter.parse(filter, Set.of());
    return new Draft(parsed, diversity, exploration, seed);
  }
}
