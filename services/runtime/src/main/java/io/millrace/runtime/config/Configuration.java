package io.millrace.runtime.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The configuration: the defaults of {@code reference.conf}, over them the user's file, over that
 * single settings. Sections are bound to records, camelCase components to snake_case keys.
 * Immutable.
 *
 * <p>Keys that {@code reference.conf} does not have are refused, except under an object that is
 * empty there.
 */
public final class Configuration {
  private final Config config;

  private Configuration(Config config) {
    this.config = config;
  }

  /** Loads the reference, file and overrides. */
  public static Configuration load(@Nullable Path file, Map<String, String> overrides) {
    return load(file, overrides, Map.of());
  }

  /**
   * Loads the reference, defaults of a command, file and overrides, each over what is before it.
   *
   * @param file the user's HOCON, JSON or properties file, or null
   * @param overrides values by full key, such as {@code trainer.embedding_dim} to {@code 64}
   * @param defaults values by full key
   * @throws ConfigurationFault listing all unknown keys, if there are any
   */
  public static Configuration load(
      @Nullable Path file, Map<String, String> overrides, Map<String, String> defaults) {
    return load(file, overrides, defaults, List.of());
  }

  /**
   * The same, with the values of these sections checked at once, so that nothing wrong hides
   * anything else.
   *
   * @param sections to bind; what they become is thrown away
   * @throws ConfigurationFault listing all unknown keys, and all values of these sections that are
   *     of the wrong type or out of their range, if there are any
   */
  public static Configuration load(
      @Nullable Path file,
      Map<String, String> overrides,
      Map<String, String> defaults,
      List<Section> sections) {
    Config reference = reference();
    List<String> problems = new ArrayList<>();
    Config user = file == null ? ConfigFactory.empty() : parse(file, problems);
    unknownKeys("", user.root(), reference.root(), file + ": ", problems);
    Config set = overrides(overrides, reference, problems);
    Config given = overrides(defaults, reference, problems);
    unknownKeys("", set.root(), reference.root(), "--set ", problems);
    Config layered =
        resolve(set.withFallback(user).withFallback(given).withFallback(reference), problems);
    sections.forEach(section -> problems.addAll(problems(section, layered, reference)));
    if (!problems.isEmpty()) {
      throw new ConfigurationFault(problems);
    }
    return new Configuration(layered);
  }

  private static List<String> problems(Section section, Config config, Config reference) {
    Binder binder = new Binder(reference.root());
    binder.record(section.key(), config.getValue(section.key()), section.type());
    return binder.problems();
  }

  /** The configuration resolved; or, after a problem, as it stands without the user's. */
  private static Config resolve(Config layered, List<String> problems) {
    try {
      return layered.resolve();
    } catch (ConfigException e) {
      problems.add("a substitution cannot be resolved: " + e.getMessage());
      return reference();
    }
  }

  private static Config overrides(
      Map<String, String> values, Config reference, List<String> problems) {
    Config set = ConfigFactory.empty();
    for (Map.Entry<String, String> value : values.entrySet()) {
      set = override(value.getKey(), value.getValue(), reference, problems).withFallback(set);
    }
    return set;
  }

  /** Whether {@code reference.conf} has the key. */
  public static boolean knows(String key) {
    try {
      return reference().hasPathOrNull(key);
    } catch (ConfigException e) {
      return false;
    }
  }

  /**
   * Binds a section to a record.
   *
   * @param section the section's key, such as {@code trainer}
   * @throws ConfigurationFault listing every value that is missing, of the wrong type or out of its
   *     range
   */
  public <T extends Record> T bind(String section, Class<T> type) {
    Binder binder = new Binder(reference().root());
    if (!config.hasPath(section)) {
      throw new ConfigurationFault(List.of(section + ": there is no such section"));
    }
    @Nullable Object bound = binder.record(section, config.getValue(section), type);
    if (bound == null) {
      throw new ConfigurationFault(binder.problems());
    }
    return type.cast(bound);
  }

  private static Config reference() {
    URL url =
        Objects.requireNonNull(
            Configuration.class.getResource("/reference.conf"), "reference.conf is not packaged");
    return ConfigFactory.parseURL(url).resolve();
  }

  private static Config parse(Path file, List<String> problems) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      problems.add("--config " + file + ": must be a readable file; check the path");
      return ConfigFactory.empty();
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    } catch (ConfigException e) {
      problems.add("--config " + file + ": cannot be read: " + e.getMessage());
      return ConfigFactory.empty();
    }
  }

  private static Config override(
      String key, String value, Config reference, List<String> problems) {
    try {
      return ConfigFactory.empty().withValue(key, overrideValue(key, value, reference));
    } catch (ConfigException e) {
      String reason = Secrets.shown(key, String.valueOf(e.getMessage()));
      problems.add(
          "--set %s=%s: is not a setting: %s".formatted(key, Secrets.shown(key, value), reason));
      return ConfigFactory.empty();
    }
  }

  private static ConfigValue overrideValue(String key, String value, Config reference) {
    boolean text =
        !reference.hasPath(key) || reference.getValue(key).valueType() == ConfigValueType.STRING;
    if (text) {
      return ConfigValueFactory.fromAnyRef(value, "--set");
    }
    try {
      return ConfigFactory.parseString("value = " + value).getValue("value");
    } catch (ConfigException e) {
      return ConfigValueFactory.fromAnyRef(value, "--set");
    }
  }

  private static void unknownKeys(
      String prefix, ConfigObject given, ConfigObject known, String source, List<String> problems) {
    if (known.isEmpty() && !prefix.isEmpty()) {
      return;
    }
    for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
      String path = prefix + ConfigUtil.quoteString(entry.getKey()).replace("\"", "");
      ConfigValue reference = known.get(entry.getKey());
      if (reference == null) {
        problems.add(source + path + ": unknown key" + suggestion(entry.getKey(), known));
      } else if (entry.getValue() instanceof ConfigObject object
          && reference instanceof ConfigObject section) {
        unknownKeys(path + ".", object, section, source, problems);
      }
    }
  }

  private static String suggestion(String key, ConfigObject known) {
    String best = "";
    int least = Math.max(2, key.length() / 3) + 1;
    for (String candidate : known.keySet()) {
      int distance = distance(key, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best.isEmpty()
        ? "; known here: " + known.keySet().stream().sorted().toList()
        : "; did you mean " + best + "?";
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
