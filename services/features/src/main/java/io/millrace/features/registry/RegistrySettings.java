package io.millrace.features.registry;

import io.millrace.runtime.config.AtLeast;
import io.millrace.runtime.config.AtMost;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Configuration section {@code features.registry}; {@code reference.conf} documents each key.
 *
 * @param url where the registry answers, {@code http(s)://HOST[:PORT][/PATH]}; null for none
 * @param timeout longest wait for one answer
 * @param cacheSize schemas kept in memory
 * @param unknownFor time for which an id that the registry does not know is not asked for again
 * @param longestPause longest pause between questions while the registry does not answer
 */
public record RegistrySettings(
    @Nullable String url,
    Duration timeout,
    @AtLeast(1) @AtMost(1_000_000) int cacheSize,
    Duration unknownFor,
    Duration longestPause) {
  public RegistrySettings {
    if (url != null) {
      requireAddress(url);
    }
    requireBetween("timeout", timeout, Duration.ofMillis(10), Duration.ofSeconds(5));
    requireBetween("unknown_for", unknownFor, Duration.ZERO, Duration.ofDays(1));
    requireBetween("longest_pause", longestPause, Duration.ofMillis(100), Duration.ofMinutes(1));
  }

  private static void requireAddress(String url) {
    String rule = "url: must be http://HOST[:PORT][/PATH] or https://..., was \"" + url + "\"";
    URI address;
    try {
      address = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(rule, e);
    }
    boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!web || address.getHost() == null || address.getQuery() != null) {
      throw new IllegalArgumentException(rule);
    }
    if (address.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "url: must not hold a password, it belongs into "
              + RegistryLogin.NAME_VARIABLE
              + " and "
              + RegistryLogin.PASSWORD_VARIABLE);
    }
  }

  private static void requireBetween(String field, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          field + ": must be between " + least + " and " + most + ", was " + value);
    }
  }

  /** The defaults: no registry. */
  public static RegistrySettings defaults() {
    return new RegistrySettings(
        null, Duration.ofSeconds(2), 1000, Duration.ofMinutes(1), Duration.ofSeconds(5));
  }
}
