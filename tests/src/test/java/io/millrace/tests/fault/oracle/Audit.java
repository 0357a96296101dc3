package io.millrace.tests.fault.oracle;

import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingStatistics;
import io.millrace.schemas.Topics;
import io.millrace.schemas.TrainingExample;
import io.millrace.tests.fault.oracle.Expectation.Held;
import io.millrace.tests.fault.oracle.Expectation.Pair;
import io.millrace.tests.fault.oracle.Expectation.Sum;
import io.millrace.tests.rig.TopicReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Holds what is on the topics, read committed, against what was sent. For one thread.
 *
 * @param expectation what was sent
 * @param topics where to look
 */
public record Audit(Expectation expectation, TopicReading topics) {
  private static final int TOLD = 8;

  /**
   * What differs, in words; nothing if everything is as it must be. Of training examples there may
   * be fewer than events where the broker has compacted them, never more.
   */
  public List<String> differences() {
    List<String> all = new ArrayList<>();
    Map<Pair, Held> pairs = expectation.pairs();
    all.addAll(differences("user-items", values(pairs), userItems()));
    all.addAll(differences("training-examples", values(pairs), examples(pairs, all)));
    all.addAll(differences("user-features", expectation.users(), users()));
    all.addAll(differences("item-features", expectation.items(), items()));
    all.addAll(rejectDifferences());
    return all;
  }

  /** What a pair holds, without how often it changed. */
  private record Value(int halfStars, long timestamp) {}

  private static Map<Pair, Value> values(Map<Pair, Held> pairs) {
    Map<Pair, Value> values = new HashMap<>();
    pairs.forEach((pair, held) -> values.put(pair, new Value(held.halfStars(), held.timestamp())));
    return values;
  }

  private Map<Pair, Value> userItems() {
    Map<Pair, Value> found = new HashMap<>();
    topics
        .newest(Topics.USER_ITEMS)
        .forEach(
            (key, row) -> found.put(pair(key), new Value(row.getHalfStars(), row.getTimestamp())));
    return found;
  }

  private Map<Pair, Value> examples(Map<Pair, Held> pairs, List<String> all) {
    Map<Pair, Value> found = new HashMap<>();
    Map<Pair, Integer> counts = new HashMap<>();
    topics.read(
        Topics.TRAINING_EXAMPLES.name(),
        record -> {
          TrainingExample row = Topics.TRAINING_EXAMPLES.codec().decode(record.value());
          Pair pair = pair(new String(record.key(), StandardCharsets.UTF_8));
          found.put(pair, new Value(row.getHalfStars(), row.getTimestamp()));
          counts.merge(pair, 1, Integer::sum);
        });
    counts.entrySet().stream()
        .filter(entry -> entry.getValue() > changes(pairs, entry.getKey()))
        .limit(TOLD)
        .forEach(
            entry ->
                all.add(
                    "training-examples: %s is there %d times, must be %d times"
                        .formatted(
                            entry.getKey(), entry.getValue(), changes(pairs, entry.getKey()))));
    return found;
  }

  private static int changes(Map<Pair, Held> pairs, Pair pair) {
    Held held = pairs.get(pair);
    return held == null ? 0 : held.changes();
  }

  private Map<String, Sum> users() {
    Map<String, Sum> found = new HashMap<>();
    topics
        .newest(Topics.USER_FEATURES)
        .forEach((id, state) -> put(found, id, state.getAggregates().getRatings()));
    return found;
  }

  private Map<String, Sum> items() {
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

  private List<String> rejectDifferences() {
    Map<String, Integer> expected = new HashMap<>();
    expectation.rejects().forEach(key -> expected.put(key, 1));
    Map<String, Integer> found = new HashMap<>();
    topics.read(
        Topics.REJECTS.name(),
        record -> found.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum));
    return differences("rejects", expected, found);
  }

  private static Pair pair(String key) {
    return new Pair(Keys.first(key), Keys.second(key));
  }

  private static <K, V> List<String> differences(
      String topic, Map<K, V> expected, Map<K, V> found) {
    List<String> told = new ArrayList<>();
    int differing = 0;
    for (K key :
        Stream.concat(expected.keySet().stream(), found.keySet().stream()).distinct().toList()) {
      if (!Objects.equals(expected.get(key), found.get(key))) {
        differing++;
        if (told.size() < TOLD) {
          told.add(
              "%s: %s must be %s, is %s".formatted(topic, key, expected.get(key), found.get(key)));
        }
      }
    }
    if (differing > told.size()) {
      told.add("%s: %d differ in all".formatted(topic, differing));
    }
    return told;
  }
}
