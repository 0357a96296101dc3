package io.millrace.trainer.tracking;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settings as a properties file, in the order of their keys: the same settings, the same file. */
public final class PropertiesFile {
  private PropertiesFile() {}

  /**
   * Writes settings.
   *
   * @param comment the first line
   */
  public static void write(Path file, String comment, Map<String, String> settings)
      throws IOException {
    StringBuilder text = new StringBuilder("# ").append(comment).append('\n');
    for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
      text.append(line(setting)).append('\n');
    }
    Files.writeString(file, text);
  }

  /** Escaped by the class that reads it, without the time that it writes above. */
  private static String line(Map.Entry<String, String> setting) throws IOException {
    Properties one = new Properties();
    one.setProperty(setting.getKey(), setting.getValue());
    StringWriter written = new StringWriter();
    one.store(written, null);
    return written
        .toString()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Reads settings.
   *
   * @throws IOException if the file cannot be read, or holds a malformed escape
   */
  public static SortedMap<String, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    SortedMap<String, String> settings = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    return settings;
  }
}
