package io.millrace.schemas;

import org.jspecify.annotations.Nullable;

/** The rule every user id and item id obeys, and the ids the house keeps for itself. */
public final class Ids {
  /** Longest id accepted, in characters. */
  public static final int MAX_LENGTH = 256;

  /**
   * Users whose id begins so are probes: they have features and answers like any other, but leave
   * no trace in item features, transitions, popularity or training examples.
   */
  public static final String PROBE_PREFIX = "__probe-";

  private Ids() {}

  /** Whether events of this user are kept out of everything that is learned. */
  public static boolean isProbe(String userId) {
    return userId.startsWith(PROBE_PREFIX);
  }

  /**
   * Says what is wrong with an id.
   *
   * @param field the field's name, for the message
   * @return a message that names field, rule and value, or null if the id is valid
   */
  public static @Nullable String fault(String field, @Nullable String id) {
    if (id == null || id.isEmpty()) {
      return field + ": must not be empty";
    }
    if (id.length() > MAX_LENGTH) {
      return "%s: must have at most %d characters, has %d (\"%s...\")"
          .formatted(field, MAX_LENGTH, id.length(), printable(id.substring(0, 32)));
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (Character.isISOControl(c)) {
        return "%s: must not contain control characters, has U+%04X at %d (\"%s\")"
            .formatted(field, (int) c, i, printable(id));
      }
      if (Character.isSurrogate(c) && !isPaired(id, i)) {
        return "%s: must be valid Unicode, has a lone surrogate at %d".formatted(field, i);
      }
    }
    return id.isBlank() ? "%s: must not be blank, was \"%s\"".formatted(field, id) : null;
  }

  private static boolean isPaired(String id, int i) {
    return Character.isHighSurrogate(id.charAt(i))
        ? i + 1 < id.length() && Character.isLowSurrogate(id.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(id.charAt(i - 1));
  }

  private static String printable(String id) {
    return id.replaceAll("\\p{Cntrl}", "?");
  }
}
