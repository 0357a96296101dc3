package io.millrace.recommend.access;

import io.millrace.runtime.config.AtLeast;
import io.millrace.runtime.config.AtMost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. Section {@code recommend.access}.
 *
 * @param keysFile file of the keys; null for none
 * @param reloadInterval time between looks for other keys
 * @param adminWithoutKeys where admin requests may come from while there are no keys
 * @param requestsPerSecond how often a key may be used that has no rate of its own; 0 for no limit
 * @param burst how often at once
 * @param allowedOrigins other hosts whose pages may ask, such as {@code https://shop.example}
 * @param auditFile where admin actions are told, beside the log; null for the log only
 */
public record AccessSettings(
    @Nullable Path keysFile,
    Duration reloadInterval,
    AdminWithoutKeys adminWithoutKeys,
    @AtLeast(0) @AtMost(1_000_000) double requestsPerSecond,
    @AtLeast(1) @AtMost(10_000_000) int burst,
    List<String> allowedOrigins,
    @Nullable Path auditFile) {
  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]+");

  /** Where admin requests may come from while there are no keys. */
  public enum AdminWithoutKeys {
    /** From this machine. */
    LOOPBACK,
    /** From wherever they come. */
    ANYWHERE
  }

  public AccessSettings {
    if (reloadInterval.toMillis() < 100 || reloadInterval.toHours() > 24) {
      throw new IllegalArgumentException(
          "reload_interval: must be 100 ms to 24 h, was " + reloadInterval);
    }
    for (String origin : allowedOrigins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "allowed_origins: must be like https://shop.example, without a path, was \""
                + origin
                + "\"");
      }
    }
    allowedOrigins =
        allowedOrigins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
  }

  /** No keys, no limits, no other origins. */
  public static AccessSettings defaults() {
    return new AccessSettings(
        null, Duration.ofSeconds(5), AdminWithoutKeys.LOOPBACK, 0, 100, List.of(), null);
  }

  /** What holds for keys that have no rate of their own. */
  Optional<Rate> rate() {
    return requestsPerSecond > 0
        ? Optional.of(new Rate(requestsPerSecond, burst))
        : Optional.empty();
  }
}
