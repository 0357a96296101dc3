package io.millrace.standalone.demo;

import io.millrace.data.Dataset;
import io.millrace.data.Rating;
import io.millrace.schemas.Item;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The users whose last ratings end a replay: their histories, with titles. */
final class Samples {
  private static final int USERS = 3;
  private static final int HISTORY = 8;

  private Samples() {}

  /**
   * The last users of a replay.
   *
   * @param limit ratings replayed; 0 for all
   */
  static Map<String, List<SampleUser.Rated>> lastUsers(Dataset dataset, long limit) {
    Map<String, String> titles = titles(dataset);
    List<Rating> replayed;
    try (Stream<Rating> ratings = dataset.ratings()) {
      replayed = (limit > 0 ? ratings.limit(limit) : ratings).toList();
    }
    Set<String> users = new LinkedHashSet<>();
    for (int i = replayed.size() - 1; i >= 0 && users.size() < USERS; i--) {
      users.add(replayed.get(i).userId());
    }
    Map<String, Deque<SampleUser.Rated>> histories = new HashMap<>();
    users.forEach(user -> histories.put(user, new ArrayDeque<>()));
    for (Rating rating : replayed) {
      Deque<SampleUser.Rated> history = histories.get(rating.userId());
      if (history != null) {
        history.addFirst(
            new SampleUser.Rated(
                rating.itemId(),
                titles.getOrDefault(rating.itemId(), ""),
                rating.rating(),
                rating.timestamp()));
        if (history.size() > HISTORY) {
          history.removeLast();
        }
      }
    }
    Map<String, List<SampleUser.Rated>> last = new HashMap<>();
    histories.forEach((user, history) -> last.put(user, List.copyOf(history)));
    return last;
  }

  private static Map<String, String> titles(Dataset dataset) {
    Map<String, String> titles = new HashMap<>();
    try (Stream<Item> items = dataset.items()) {
      items.forEach(
          item -> titles.put(item.getItemId(), item.getTitle() == null ? "" : item.getTitle()));
    }
    return titles;
  }
}
