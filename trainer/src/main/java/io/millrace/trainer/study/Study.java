package io.millrace.trainer.study;

import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which settings are searched, and among which values. A properties file: each key is one of {@code
 * reference.conf}, of section trainer where it names none; each value is {@code a | b | c}, {@code
 * low..high} or {@code low..high log}. Immutable.
 *
 * @param name ready study's or file's
 * @param values by full key
 */
public record Study(String name, SortedMap<String, Values> values) {
  /** Studies that come with Millrace. */
  public static final List<String> READY =
      List.of("negatives", "towers", "features", "histories", "objectives", "candidates");

  /** What only chance hangs on. */
  static final String SEED = "trainer.seed";

  /** A training depends on nothing else. */
  private static final List<String> SECTIONS =
      List.of("trainer.", "features.state.", "recommend.retrieval.");

  public Study {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /**
   * A ready study, or one from a file.
   *
   * @throws UserFault if there is none such, or it is malformed
   */
  public static Study open(String nameOrFile) {
    if (READY.contains(nameOrFile)) {
      URL ready = Study.class.getResource(nameOrFile + ".properties");
      if (ready == null) {
        throw new IllegalStateException("study: " + nameOrFile + " is not packaged");
      }
      try (Reader reader = new InputStreamReader(ready.openStream(), StandardCharsets.UTF_8)) {
        return of(nameOrFile, load(reader));
      } catch (IOException e) {
        throw unreadable(nameOrFile, e);
      }
    }
    try (Reader reader = Files.newBufferedReader(Path.of(nameOrFile))) {
      return of(nameOrFile, load(reader));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(nameOrFile, e);
    }
  }

  /**
   * Whether it compares a few choices with one another, rather than search ranges. Then every trial
   * counts: none is broken off, for a mean of those that were not would be of the lucky ones.
   */
  boolean compares() {
    return values.values().stream().allMatch(Values.Choices.class::isInstance);
  }

  private static UserFault unreadable(String name, Exception e) {
    return new UserFault(
        "--study: must be one of %s, or a properties file that can be read, was %s (%s)"
            .formatted(String.join(", ", READY), name, IoReason.of(e)),
        e);
  }

  private static Properties load(Reader reader) throws IOException {
    Properties properties = new Properties();
    properties.load(reader);
    return properties;
  }

  /**
   * From the file's entries.
   *
   * @throws UserFault naming key, rule and value of what is malformed
   */
  static Study of(String name, Properties entries) {
    SortedMap<String, Values> values = new TreeMap<>();
    for (String key : new TreeMap<>(entries).keySet().stream().map(String::valueOf).toList()) {
      String text = entries.getProperty(key);
      try {
        values.put(qualified(name, key), Values.parse(text));
      } catch (IllegalArgumentException e) {
        throw new UserFault(
            "--study %s: %s: %s, was %s; write a | b | c, low..high or low..high log"
                .formatted(name, key, e.getMessage(), text),
            e);
      }
    }
    if (values.isEmpty()) {
      throw new UserFault("--study %s: must name a setting, names none".formatted(name));
    }
    return new Study(name, values);
  }

  private static String qualified(String study, String key) {
    String full = Configuration.knows(key) ? key : "trainer." + key;
    if (!Configuration.knows(full) || SECTIONS.stream().noneMatch(full::startsWith)) {
      throw new UserFault(
          "--study %s: %s: must be a setting of trainer, features.state or recommend.retrieval;"
                  .formatted(study, key)
              + " check it against reference.conf");
    }
    return full;
  }
}
