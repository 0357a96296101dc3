package io.millrace.runtime.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Values that are never shown: in messages, in logs, in what a training leaves behind. */
final class Secrets {
  /** What is shown in their place. */
  static final String HIDDEN = "(hidden)";

  private static final Pattern NAME = Pattern.compile("password|secret|token|jaas|credential");

  /** Kafka's own, of which each log-in and plug-in has names of its own: all are hidden. */
  private static final Pattern OF_CLIENTS = Pattern.compile("kafka\\.properties(\\..*)?");

  private static final Pattern IN_ADDRESS = Pattern.compile("://[^/@\\s]+@");

  private Secrets() {}

  /**
   * The value as it may be shown.
   *
   * @param key in full, such as {@code kafka.properties.sasl.jaas.config}
   */
  static String shown(String key, String value) {
    boolean named = NAME.matcher(key.toLowerCase(Locale.ROOT)).find() && !key.endsWith("_file");
    boolean secret = named || OF_CLIENTS.matcher(key).matches();
    return secret ? HIDDEN : IN_ADDRESS.matcher(value).replaceAll("://" + HIDDEN + "@");
  }
}
