package io.millrace.tests.fault.oracle;

import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingStatistics;
import io.millrace.schemas.Topics;
import io.millrace.schemas.TrainingExample;
import io.millrace.tests.fault.oracle.Expectation.Pair;
import io.millrace.tests.fault.oracle.Expectation.Rated;
import io.millrace.tests.fault.oracle.Expectation.Sum;
import io.millrace.tests.rig.TopicReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is on the topics, read committed.
 *
 * @param held by {@code user-items.v1}
 * @param examples of each pair, in order of the topic
 * @param users who have rated
 * @param items that are rated
 * @param rejects how many there are of each refused record
 */
public record Found(
    Map<Pair, Rated> held,
    Map<Pair, List<Rated>> examples,
    Map<String, Sum> users,
    Map<String, Sum> items,
    Map<String, Integer> rejects) {
  public Found {
    held = Map.copyOf(held);
    examples = Map.copyOf(examples);
    users = Map.copyOf(users);
    items = Map.copyOf(items);
    rejects = Map.copyOf(rejects);
  }

  /** What is there now. */
  public static Found on(TopicReading topics) {
    return new Found(held(topics), examples(topics), users(topics), items(topics), rejects(topics));
  }

  private static Map<Pair, Rated> held(TopicReading topics) {
    Map<Pair, Rated> found = new HashMap<>();
    topics
        .newest(Topics.USER_ITEMS)
        .forEach(
            (key, row) -> found.put(pair(key), new Rated(row.getHalfStars(), row.getTimestamp())));
    return found;
  }

  private static Map<Pair, List<Rated>> examples(TopicReading topics) {
    Map<Pair, List<Rated>> found = new HashMap<>();
    topics.read(
        Topics.TRAINING_EXAMPLES.name(),
        record -> {
          TrainingExample row = Topics.TRAINING_EXAMPLES.codec().decode(record.value());
          found
              .computeIfAbsent(
                  pair(new String(record.key(), StandardCharsets.UTF_8)), pair -> new ArrayList<>())
              .add(new Rated(row.getHalfStars(), row.getTimestamp()));
        });
    return found;
  }

  private static Map<String, Sum> users(TopicReading topics) {
    Map<String, Sum> found = new HashMap<>();
    topics
        .newest(Topics.USER_FEATURES)
        .forEach((id, state) -> put(found, id, state.getAggregates().getRatings()));
    return found;
  }

  private static Map<String, Sum> items(TopicReading topics) {
    Map<String, Sum> found = new HashMap<>();
    topics
        .newest(Topics.ITEM_FEATURES)
        .forEach((id, state) -> put(found, id, state.getAggregates().getRatings()));
    return found;
  }

  /** Who has told of themselves only has a state without ratings. */
  private static void put(Map<String, Sum> found, String id, RatingStatistics ratings) {
    if (ratings.getCount() > 0) {
      found.put(id, new Sum(ratings.getCount(), ratings.getSum()));
    }
  }

  private static Map<String, Integer> rejects(TopicReading topics) {
    Map<String, Integer> found = new HashMap<>();
    topics.read(
        Topics.REJECTS.name(),
        record -> found.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum));
    return found;
  }

  private static Pair pair(String key) {
    return new Pair(Keys.first(key), Keys.second(key));
  }
}
