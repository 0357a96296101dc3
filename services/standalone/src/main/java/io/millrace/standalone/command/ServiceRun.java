package io.millrace.standalone.command;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.service.Lifecycle;
import io.millrace.runtime.service.OpsServer;
import io.millrace.runtime.service.OpsSettings;
import io.millrace.runtime.service.Service;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import java.util.List;

/** One service alone in this process, with its health page, until the process is told to end. */
final class ServiceRun {
  private ServiceRun() {}

  /** Starts the service and its health page, and returns when the process is told to end. */
  static void untilEnd(
      Service service, Configuration configuration, PrometheusMeterRegistry metrics)
      throws InterruptedException {
    Console console = Console.standard();
    try (Lifecycle lifecycle = new Lifecycle(() -> console.say("%s stops", service.name()))) {
      OpsServer ops = startOps(lifecycle, service, configuration, metrics);
      lifecycle.start(service);
      console.say(
          "%s runs; health and metrics at %s://127.0.0.1:%d/health; log in %s; Ctrl-C ends it",
          service.name(), ops.scheme(), ops.port(), LogFile.path());
      lifecycle.awaitShutdown();
    }
  }

  /** Starts a health page for a service. */
  static OpsServer startOps(
      Lifecycle lifecycle,
      Service service,
      Configuration configuration,
      PrometheusMeterRegistry metrics) {
    OpsServer ops =
        new OpsServer(configuration.bind("ops", OpsSettings.class), metrics, List.of(service));
    lifecycle.start(ops);
    return ops;
  }
}
