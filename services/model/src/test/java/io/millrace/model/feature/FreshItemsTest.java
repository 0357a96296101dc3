package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.DecayedCount;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.RatingStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreshItemsTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long NOW = 1000 * DAY;
  private final FreshItems fresh = new FreshItems();

  private static Item item(String id, boolean available) {
    return new Item(id, "Title", 1990, List.of(), Map.of(), available, null);
  }

  private static ItemFeatures rated(String id, long ratings, long daysAgo) {
    DecayedCount none = new DecayedCount(0.0, 0L);
    long first = NOW - daysAgo * DAY;
    return new ItemFeatures(
        id,
        new ItemAggregates(
            new RatingStatistics(ratings, 8 * ratings, 64 * ratings), none, none, none, first, NOW),
        1990,
        List.of());
  }

  private void rate(String id, long ratings, long daysAgo) {
    fresh.update(id, item(id, true), rated(id, ratings, daysAgo));
  }

  private void list(String id) {
    fresh.update(id, item(id, true), null);
  }

  @Test
  void shouldTakeTurnsBetweenFirstRatedAndUnratedNewestFirst() {
    list("u1");
    list("u2");
    list("u3");
    rate("r5", 3, 5);
    rate("r2", 3, 2);
    list("u1"); // its entry changes: it has not arrived anew

    assertThat(fresh.newest(10, NOW)).containsExactly("r2", "u3", "r5", "u2", "u1");
    assertThat(fresh.newest(3, NOW)).containsExactly("r2", "u3", "r5");
    assertThat(fresh.newest(0, NOW)).isEmpty();
  }

  @Test
  void shouldLeaveOutWhatManyHaveRatedOrWasRatedLongAgo() {
    rate("many", FreshItems.FEW, 1);
    rate("few", FreshItems.FEW - 1, 1);
    rate("old", 1, FreshItems.RECENT.toDays() + 1);
    rate("edge", 1, FreshItems.RECENT.toDays());

    assertThat(fresh.newest(10, NOW)).containsExactly("few", "edge");
    assertThat(fresh.newest(10, NOW + 1)).containsExactly("few");
  }

  @Test
  void shouldLeaveOutWhatIsHiddenOrNotInTheCatalogue() {
    fresh.update("unknown", null, rated("unknown", 1, 1));
    list("hidden");
    fresh.update("hidden", item("hidden", false), null);
    rate("deleted", 1, 1);
    fresh.update("deleted", null, rated("deleted", 1, 1));
    assertThat(fresh.newest(10, NOW)).isEmpty();

    rate("deleted", 1, 1);
    assertThat(fresh.newest(10, NOW)).containsExactly("deleted");
  }

  @Test
  void shouldFollowAnItemFromArrivalToManyRatingsAndBack() {
    list("a");
    list("b");
    rate("a", 1, 0);
    assertThat(fresh.newest(10, NOW)).containsExactly("a", "b");
    rate("a", FreshItems.FEW, 0);
    assertThat(fresh.newest(10, NOW)).containsExactly("b");
    rate("a", FreshItems.FEW - 1, 0); // one is taken back
    assertThat(fresh.newest(10, NOW)).containsExactly("a", "b");
    rate("a", 0, 0); // all are: it arrives anew
    assertThat(fresh.newest(10, NOW)).containsExactly("a", "b");
    assertThat(fresh.newest(1, NOW)).containsExactly("a");
  }
}
