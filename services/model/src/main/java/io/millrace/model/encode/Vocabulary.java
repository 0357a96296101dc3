package io.millrace.model.encode;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Words and their places, in order of the alphabet. Immutable. */
final class Vocabulary {
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

  static Vocabulary of(Collection<String> words) {
    return new Vocabulary(List.copyOf(new TreeSet<>(words)));
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
