package io.millrace.features;

import io.millrace.features.erasure.ErasureSettings;
import io.millrace.features.registry.RegistrySettings;
import io.millrace.features.topology.MemorySettings;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.runtime.config.AtLeast;
import io.millrace.runtime.config.AtMost;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Configuration section {@code features}; {@code reference.conf} documents each key.
 *
 * @param applicationId consumer group and prefix of internal topics
 * @param stateDir directory of the stores, kept over restarts
 * @param threads stream threads of this instance
 * @param standbys further instances that keep each store up to date
 * @param warmUps further copies of stores being read for instances that lack them
 * @param balanceInterval time between looks whether such a copy is up to date
 * @param commitInterval time between commits
 * @param sessionTimeout time after which a dead instance's partitions go to another
 * @param transactionTimeout time after which the brokers abort what an instance left open
 * @param catalogueWait longest wait for the catalogue when a rating names an unknown item
 * @param rocksdbMemoryMib memory of all stores together, MiB
 * @param memory values held decoded
 * @param registry where producers keep their schemas
 * @param erasure when people are erased from the append-only topics
 * @param state how features are kept
 */
public record FeaturesConfig(
    String applicationId,
    Path stateDir,
    @AtLeast(1) int threads,
    @AtLeast(0) @AtMost(10) int standbys,
    @AtLeast(1) @AtMost(1000) int warmUps,
    Duration balanceInterval,
    Duration commitInterval,
    Duration sessionTimeout,
    Duration transactionTimeout,
    Duration catalogueWait,
    @AtLeast(16) int rocksdbMemoryMib,
    MemorySettings memory,
    RegistrySettings registry,
    ErasureSettings erasure,
    FeatureSettings state) {
  public FeaturesConfig {
    if (!applicationId.matches("[a-zA-Z0-9._-]{1,100}")) {
      throw new IllegalArgumentException(
          "application_id: must be 1 to 100 letters, digits, dots, dashes or underscores, was \""
              + applicationId
              + "\"");
    }
    requireBetween("balance_interval", balanceInterval, Duration.ofMinutes(1), Duration.ofHours(1));
    requireBetween("commit_interval", commitInterval, Duration.ofMillis(10), Duration.ofMinutes(1));
    requireBetween(
        "session_timeout", sessionTimeout, Duration.ofSeconds(6), Duration.ofMinutes(30));
    requireBetween(
        "transaction_timeout", transactionTimeout, Duration.ofSeconds(10), Duration.ofMinutes(15));
    requireBetween("catalogue_wait", catalogueWait, Duration.ZERO, Duration.ofMinutes(2));
  }

  private static void requireBetween(String field, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          field + ": must be between " + least + " and " + most + ", was " + value);
    }
  }

  /** The defaults, with a state directory. */
  public static FeaturesConfig defaults(Path stateDir) {
    return new FeaturesConfig(
        "millrace-features",
        stateDir,
        1,
        0,
        4,
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(8),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        128,
        MemorySettings.defaults(),
        RegistrySettings.defaults(),
        ErasureSettings.defaults(),
        FeatureSettings.defaults());
  }
}
