package io.millrace.tests.fault.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Holds what is on the topics against what was sent. For each pair of user and item {@code
 * training-examples.v1} must have one example for each accepted rating and no other, in the order
 * sent: {@link Expectation#accepted} says which these are. That takes a topic from which nothing is
 * compacted away, as {@code Cluster} makes it.
 *
 * @param expectation what was sent
 */
public record Audit(Expectation expectation) {
  private static final int TOLD = 8;

  /** What differs, in words; nothing if everything is as it must be. */
  public List<String> differences(Found found) {
    List<String> all = new ArrayList<>();
    all.addAll(differences("user-items", expectation.held(), found.held()));
    all.addAll(differences("training-examples", expectation.accepted(), found.examples()));
    all.addAll(differences("user-features", expectation.users(), found.users()));
    all.addAll(differences("item-features", expectation.items(), found.items()));
    Map<String, Integer> rejects = new HashMap<>();
    expectation.rejects().forEach(key -> rejects.put(key, 1));
    all.addAll(differences("rejects", rejects, found.rejects()));
    return all;
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
