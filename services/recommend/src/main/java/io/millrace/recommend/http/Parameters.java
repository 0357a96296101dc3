package io.millrace.recommend.http;

import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the query string by name and type, noting every fault. One thread. */
public final class Parameters {
  private final MultiMap values;
  private final Faults faults;
  private final Set<String> known = new HashSet<>();

  Parameters(MultiMap values, Faults faults) {
    this.values = values;
    this.faults = faults;
  }

  /** An id that must be there; empty after a fault. */
  public String id(String name) {
    String text = get(name);
    if (text == null) {
      faults.malformed(name, "is required", "absent");
      return "";
    }
    IdRule.check(text, name, faults);
    return text;
  }

  /** A whole number from 1 to {@code max}; the default where absent. */
  public int count(String name, int absent, int max) {
    String text = get(name);
    return text == null ? absent : Numbers.integer(text, name, 1, max, faults);
  }

  /** True or false; the default where absent. */
  public boolean flag(String name, boolean absent) {
    String text = get(name);
    if (text == null || text.equals("false") || text.equals("true")) {
      return text == null ? absent : text.equals("true");
    }
    faults.malformed(name, "must be true or false", text);
    return absent;
  }

  /** One of the words, or null where absent. */
  public @Nullable String word(String name, List<String> words) {
    String text = get(name);
    if (text != null && !words.contains(text)) {
      faults.malformed(name, "must be one of " + words, text);
    }
    return text;
  }

  /** The text, or null where absent. */
  public @Nullable String text(String name) {
    return get(name);
  }

  /** A number, or null where absent or after a fault. */
  public @Nullable BigDecimal number(String name) {
    String text = get(name);
    return text == null ? null : number(name, text);
  }

  /** A number that is a part of the parameter, or null after a fault. */
  public @Nullable BigDecimal number(String name, String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      malformed(name, "must be a number", text);
      return null;
    }
  }

  /** Notes that the parameter cannot be read. */
  public void malformed(String name, String rule, String value) {
    faults.malformed(name, rule, value);
  }

  /** Notes a fault for every parameter that was not asked for. */
  public void done() {
    for (String name : values.names()) {
      if (!known.contains(name)) {
        faults.malformed(
            name,
            "is not a parameter here; known are " + known.stream().sorted().toList(),
            String.valueOf(values.get(name)));
      }
    }
  }

  private @Nullable String get(String name) {
    known.add(name);
    List<String> all = values.getAll(name);
    if (all.size() > 1) {
      faults.malformed(name, "must be given once", all.toString());
    }
    return all.isEmpty() ? null : all.getFirst();
  }
}
