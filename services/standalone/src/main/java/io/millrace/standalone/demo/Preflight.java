package io.millrace.standalone.demo;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.recommend.RecommendConfig;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.run.TrainingRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds a user's mistakes before anything is downloaded, started or written. */
final class Preflight {
  private static final int MOST = 65_535;

  private Preflight() {}

  /**
   * Checks options and settings (each section as they are read), that the port is free, and that
   * the report can be written; makes the directory of the report.
   *
   * @throws UserFault naming the first mistake
   */
  static void check(
      DemoOptions options, Function<Map<String, String>, Configuration> configuration) {
    require(options.port() >= 0 && options.port() <= MOST, "--port", "0 to 65535", options.port());
    require(options.limit() >= 0, "--limit", "at least 0, which is all", options.limit());
    require(
        options.limit() == 0 || options.limit() >= TrainingRun.LEAST_INTERACTIONS,
        "--limit",
        "at least %d, the fewest ratings that a model can be trained on, or 0, which is all"
            .formatted(TrainingRun.LEAST_INTERACTIONS),
        options.limit());
    Configuration settings = configuration.apply(DemoSettings.of(options, Path.of("."), "sample"));
    settings
        .bind("trainer", TrainerConfig.class)
        .requireKept(settings.bind("features.state", FeatureSettings.class));
    free(settings.bind("recommend", RecommendConfig.class));
    if (options.report() != null) {
      writable(options.report());
    }
  }

  private static void require(boolean holds, String option, String rule, long value) {
    if (!holds) {
      throw new UserFault("%s: must be %s, was %d".formatted(option, rule, value));
    }
  }

  private static void free(RecommendConfig config) {
    if (config.port() == 0) {
      return;
    }
    try (ServerSocket socket =
        new ServerSocket(config.port(), 1, InetAddress.getByName(config.host()))) {
      socket.getLocalPort(); // it could be opened: it is free
    } catch (IOException e) {
      throw new UserFault(
          "--port: %d cannot be opened on %s (%s); choose another, or 0 for a free one"
              .formatted(config.port(), config.host(), e.getMessage()),
          e);
    }
  }

  private static void writable(Path report) {
    try {
      @Nullable Path parent = report.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      boolean there = Files.exists(report);
      boolean fit = there ? Files.isRegularFile(report) : parent != null;
      if (!fit || !Files.isWritable(there ? report : parent)) {
        throw new IOException("it is no file that can be written");
      }
    } catch (IOException e) {
      throw new UserFault(
          "--report: must be a file that can be written, was %s (%s)"
              .formatted(report, IoReason.of(e)),
          e);
    }
  }
}
