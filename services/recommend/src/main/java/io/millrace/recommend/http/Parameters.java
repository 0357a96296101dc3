package io.millrace.recommend.http;

import io.vertx.core.MultiMap;
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
