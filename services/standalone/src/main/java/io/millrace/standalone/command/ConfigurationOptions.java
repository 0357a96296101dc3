package io.millrace.standalone.command;

import io.millrace.runtime.config.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that change settings. Every section is checked, whichever the command needs. */
final class ConfigurationOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings that differ from reference.conf, in its form (HOCON).")
  @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, such as trainer.embedding_dim=64; may be repeated.")
  Map<String, String> settings = new LinkedHashMap<>();

  /**
   * The configuration.
   *
   * @param section where a key without a section belongs
   */
  Configuration load(String section) {
    return load(section, Map.of());
  }

  /**
   * The configuration with settings that give way to what the user set.
   *
   * @param defaults by full key
   */
  Configuration load(String section, Map<String, String> defaults) {
    Map<String, String> all = new LinkedHashMap<>(defaults);
    settings.forEach((key, value) -> all.put(qualified(section, key), value));
    return Configuration.load(file, all, Map.of(), Sections.ALL);
  }

  /** The configuration of a training with nothing beside it: by default it takes every core. */
  Configuration loadOffline() {
    return loadOffline(Map.of());
  }

  /**
   * The same with settings that what the user set gives way to.
   *
   * @param overrides by full key
   */
  Configuration loadOffline(Map<String, String> overrides) {
    Map<String, String> given = new LinkedHashMap<>();
    settings.forEach((key, value) -> given.put(qualified("trainer", key), value));
    given.putAll(overrides);
    String cores = Integer.toString(Runtime.getRuntime().availableProcessors());
    return Configuration.load(file, given, Map.of("trainer.threads", cores), Sections.ALL);
  }

  /** The same options as another process is given them, each key with its section. */
  List<String> arguments(String section) {
    List<String> arguments = new ArrayList<>();
    if (file != null) {
      arguments.addAll(List.of("--config", file.toString()));
    }
    settings.forEach(
        (key, value) -> arguments.addAll(List.of("--set", qualified(section, key) + "=" + value)));
    return arguments;
  }

  private static String qualified(String section, String key) {
    String inSection = section + "." + key;
    boolean belongsToSection =
        Configuration.knows(inSection) || (!key.contains(".") && Configuration.knows(section));
    return !Configuration.knows(key) && belongsToSection ? inSection : key;
  }
}
