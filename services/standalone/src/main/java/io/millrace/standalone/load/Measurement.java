package io.millrace.standalone.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.runtime.service.Lifecycle;
import io.millrace.standalone.check.Api;
import io.millrace.standalone.console.Console;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A measurement of a system that is started for it: what is found is told, and written down.
 *
 * @param report where it is written as JSON; null for nowhere
 */
record Measurement(BenchSystem system, Console console, @Nullable Path report) {
  /** What is measured. */
  @FunctionalInterface
  interface Step {
    /** Measures the system that answers at a URL. */
    ObjectNode measure(String url) throws InterruptedException;
  }

  /**
   * Starts, measures, tells, ends.
   *
   * @param table what was found, for a reader
   */
  void run(Step step, Function<ObjectNode, String> table) throws InterruptedException {
    try (Lifecycle lifecycle = new Lifecycle()) {
      String url = system.start(lifecycle);
      ObjectNode found = step.measure(url);
      try (Api api = new Api(url)) {
        found.put("blockedLoops", BenchSystem.blockedLoops(api)).setAll(system.circumstances(api));
      }
      console.say("%s", table.apply(found));
      Report.write(found, report, console);
    }
  }
}
