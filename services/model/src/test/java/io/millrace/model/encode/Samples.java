package io.millrace.model.encode;

import io.millrace.schemas.DecayedCount;
import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.GenreTastes;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.RatingStatistics;
import io.millrace.schemas.Successor;
import io.millrace.schemas.UserAggregates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small records for tests. */
public final class Samples {
  public static final long NOW = 1_000_000_000_000L;

  private Samples() {}

  public static Item item(String id, @Nullable Integer year, String... genres) {
    return new Item(id, "Title " + id, year, List.of(genres), Map.of(), true, null);
  }

  public static RatedItem rated(String id, int halfStars) {
    return new RatedItem(id, halfStars, NOW - 1000);
  }

  /** Successors given as id, weight, id, weight, ... heaviest first. */
  public static ItemTransitions follows(String id, Object... successors) {
    List<Successor> list = new ArrayList<>();
    for (int i = 0; i < successors.length; i += 2) {
      list.add(new Successor((String) successors[i], ((Number) successors[i + 1]).doubleValue()));
    }
    return new ItemTransitions(id, NOW, list);
  }

  public static UserAggregates user(int count, long sum, long squares, GenreTaste... tastes) {
    return new UserAggregates(
        new RatingStatistics((long) count, sum, squares),
        new DecayedCount((double) count, NOW),
        new GenreTastes(NOW, Arrays.asList(tastes)),
        NOW,
        null);
  }
}
