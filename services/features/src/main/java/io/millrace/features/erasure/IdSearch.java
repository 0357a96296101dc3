package io.millrace.features.erasure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks for the ids of people in bytes of an unknown encoding. Rather finds one too many than
 * misses one: what nobody can read is worth little. Thread-safe.
 */
public final class IdSearch {
  /** An id of so many bytes stands nowhere by chance. */
  private static final int UNMISTAKABLE_BYTES = 16;

  /** As bytes, one character each, with the id. */
  private final Map<String, String> ids;

  /** A search for these ids; the empty one, which stands everywhere, is nobody's. */
  public IdSearch(Collection<String> ids) {
    this.ids =
        ids.stream()
            .filter(id -> !id.isEmpty())
            .distinct()
            .collect(
                Collectors.toUnmodifiableMap(
                    id -> new String(id.getBytes(UTF_8), ISO_8859_1), Function.identity()));
  }

  /** The ids that stand in bytes. */
  public Set<String> in(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    return ids.entrySet().stream()
        .filter(id -> names(text, id.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean names(String text, String id) {
    for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
      if (id.length() >= UNMISTAKABLE_BYTES
          || isWord(text, at, at + id.length())
          || isMeasured(text, at, id.length())) {
        return true;
      }
    }
    return false;
  }

  /** Whether no letter or digit stands beside it. */
  private static boolean isWord(String text, int from, int to) {
    return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
        && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
  }

  /**
   * Whether its length stands before it, as a binary encoding writes it: doubled (zigzag, Avro) or
   * as it is. What follows is then another field, of whatever byte.
   */
  private static boolean isMeasured(String text, int from, int length) {
    return from > 0 && (text.charAt(from - 1) == 2 * length || text.charAt(from - 1) == length);
  }
}
