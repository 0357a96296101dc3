package io.millrace.trainer.study;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a study tries, one after the other, by random search (Bergstra and Bengio 2012). The same
 * study and seed propose the same, whatever came of it; nothing is proposed twice. For one thread.
 */
final class Proposals {
  /** So many in vain, and everything has been proposed. */
  private static final int PATIENCE = 10_000;

  private final Study study;
  private final long seed;
  private final Set<SortedMap<String, String>> proposed = new HashSet<>();
  private int turn;

  Proposals(Study study, long seed) {
    this.study = study;
    this.seed = seed;
  }

  /** The next, by full key; empty where everything has been proposed. */
  Optional<SortedMap<String, String>> next() {
    for (int vain = 0; vain < PATIENCE; vain++) {
      SortedMap<String, String> settings = new TreeMap<>();
      study
          .values()
          .forEach(
              (key, values) ->
                  settings.put(key, values.at(seed + 1_000_003L * key.hashCode(), turn)));
      turn++;
      if (proposed.add(settings)) {
        return Optional.of(settings);
      }
    }
    return Optional.empty();
  }
}
