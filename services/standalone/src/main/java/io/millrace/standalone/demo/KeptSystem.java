package io.millrace.standalone.demo;

import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.service.Lifecycle;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.metrics.ProcessMetrics;
import io.millrace.trainer.TrainingProgress;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** The system of an earlier demo, started again from the directory that it was kept in. */
public final class KeptSystem {
  private final DemoSystem system;

  private KeptSystem(DemoSystem system) {
    this.system = system;
  }

  /**
   * Starts it; the life cycle ends it.
   *
   * @param options those of the demo, with its directory
   * @param configuration gives the configuration, given settings that yield to the user's
   */
  public static KeptSystem start(
      Lifecycle lifecycle,
      DemoOptions options,
      Function<Map<String, String>, Configuration> configuration) {
    Preflight.check(options, configuration);
    WorkDirectory directory = WorkDirectory.of(options.directory());
    Path path = directory.path();
    LogFile.in(path);
    lifecycle.start(directory);
    Configuration settings =
        configuration.apply(DemoSettings.of(options, path, String.valueOf(options.data())));
    return new KeptSystem(
        DemoSystem.start(
            lifecycle, path, settings, ProcessMetrics.newRegistry(), TrainingProgress.NONE));
  }

  /** Where it answers. */
  public String url() {
    return system.url();
  }

  /**
   * Waits until a model serves and the state has caught up.
   *
   * @throws DemoFault if that takes more than five minutes
   */
  public void awaitReady() throws InterruptedException {
    system.awaitReady();
  }
}
