package io.millrace.model.encode;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Words and their places, in order of the alphabet. Of more than {@value #MOST} the most frequent
 * are taken: each word is a column of every row, and free text has any number of words. Immutable.
 */
final class Vocabulary {
  static final int MOST = 256;

  private final List<String> words;
  private final Map<String, Integer> places;

  private Vocabulary(List<String> words) {
    this.words = words;
    Map<String, Integer> map = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      map.put(words.get(i), i);
    }
    this.places = Map.copyOf(map);
  }

  /**
   * A vocabulary of words that were met.
   *
   * @param words as often as they were met
   */
  static Vocabulary of(Collection<String> words) {
    Map<String, Integer> counts = new TreeMap<>();
    words.forEach(word -> counts.merge(word, 1, Integer::sum));
    return new Vocabulary(
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(MOST)
            .map(Map.Entry::getKey)
            .sorted()
            .toList());
  }

  List<String> words() {
    return words;
  }

  int size() {
    return words.size();
  }

  /** The word's place, or -1 for an unknown word or none. */
  int place(@Nullable String word) {
    return word == null ? -1 : places.getOrDefault(word, -1);
  }
}
