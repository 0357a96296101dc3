package io.millrace.standalone.demo;

import io.millrace.data.Dataset;
import io.millrace.data.OrderedRatings;
import io.millrace.data.Rating;
import io.millrace.schemas.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of a data set was replayed: its sizes, and the users whose ratings end it. Holds a few
 * ratings of each of these; while it is made, the columns of {@link OrderedRatings} too.
 *
 * @param users who rate in it
 * @param items in the catalogue
 * @param histories of the last users, by user, last user first; newest rating first, with titles
 */
record Samples(long users, long items, Map<String, List<SampleUser.Rated>> histories) {
  private static final int USERS = 3;
  private static final int HISTORY = 8;

  /**
   * Looks through a data set.
   *
   * @param limit ratings replayed; 0 for all
   */
  static Samples of(Dataset dataset, long limit) {
    OrderedRatings ratings = dataset.ratingsInTimeOrder();
    int end = limit > 0 ? (int) Math.min(limit, ratings.size()) : ratings.size();
    Map<String, List<Rating>> last = last(ratings, end);
    Map<String, String> titles = new HashMap<>();
    last.values().forEach(history -> history.forEach(rating -> titles.put(rating.itemId(), "")));
    long items = titles(dataset, titles);
    Map<String, List<SampleUser.Rated>> histories = new LinkedHashMap<>();
    last.forEach((user, history) -> histories.put(user, titled(history, titles)));
    return new Samples(users(ratings, end), items, histories);
  }

  private static Map<String, List<Rating>> last(OrderedRatings ratings, int end) {
    Map<String, List<Rating>> last = new LinkedHashMap<>();
    int open = USERS;
    for (int position = end - 1; position >= 0 && open > 0; position--) {
      Rating rating = ratings.get(position);
      if (last.size() < USERS) {
        last.putIfAbsent(rating.userId(), new ArrayList<>());
      }
      List<Rating> history = last.get(rating.userId());
      if (history != null && history.size() < HISTORY) {
        history.add(rating);
        open -= history.size() == HISTORY ? 1 : 0;
      }
    }
    return last;
  }

  private static long users(OrderedRatings ratings, int end) {
    if (end == ratings.size()) {
      return ratings.userCount();
    }
    Set<String> users = new HashSet<>();
    for (int position = 0; position < end; position++) {
      users.add(ratings.get(position).userId());
    }
    return users.size();
  }

  /** Fills in the titles of the items that are asked for, and counts all. */
  private static long titles(Dataset dataset, Map<String, String> asked) {
    long[] count = {0};
    try (Stream<Item> items = dataset.items()) {
      items.forEach(
          item -> {
            count[0]++;
            String title = item.getTitle();
            asked.computeIfPresent(item.getItemId(), (id, none) -> title == null ? "" : title);
          });
    }
    return count[0];
  }

  private static List<SampleUser.Rated> titled(List<Rating> history, Map<String, String> titles) {
    return history.stream()
        .map(
            rating ->
                new SampleUser.Rated(
                    rating.itemId(),
                    titles.getOrDefault(rating.itemId(), ""),
                    rating.rating(),
                    rating.timestamp()))
        .toList();
  }
}
