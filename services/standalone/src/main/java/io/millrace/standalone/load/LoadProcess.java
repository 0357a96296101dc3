package io.millrace.standalone.load;

import io.millrace.standalone.demo.DemoFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A load in a process of its own, so that it shares nothing with the service but the machine. */
final class LoadProcess {
  private static final List<String> MEMORY = List.of("-Xmx256m");

  private LoadProcess() {}

  /**
   * Asks for recommendations, and waits for what was found.
   *
   * @param users file with one user a line
   * @throws DemoFault if it ends without a result
   */
  static LoadResult run(String url, Path users, LoadPlan plan) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("bench", "load", "--url", url));
    arguments.addAll(List.of("--users", users.toString()));
    arguments.addAll(List.of("--rate", Double.toString(plan.rate())));
    arguments.addAll(List.of("--seconds", Long.toString(plan.measured().toSeconds())));
    arguments.addAll(List.of("--warm-up", Long.toString(plan.warmUp().toSeconds())));
    arguments.addAll(List.of("--items", Integer.toString(plan.items())));
    arguments.addAll(List.of("--connections", Integer.toString(plan.connections())));
    arguments.addAll(List.of("--seed", Long.toString(plan.seed())));
    return LoadResult.of(lastLine(arguments));
  }

  /**
   * Subscribes and rates, and waits for what was found.
   *
   * @throws DemoFault if it ends without a result
   */
  static SocketResult run(String url, SocketPlan plan) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("bench", "socket-load", "--url", url));
    arguments.addAll(List.of("--subscribers", Integer.toString(plan.subscribers())));
    arguments.addAll(List.of("--rate", Double.toString(plan.rate())));
    arguments.addAll(List.of("--seconds", Long.toString(plan.measured().toSeconds())));
    arguments.addAll(List.of("--warm-up", Long.toString(plan.warmUp().toSeconds())));
    arguments.addAll(List.of("--items", Integer.toString(plan.items())));
    arguments.addAll(List.of("--seed", Long.toString(plan.seed())));
    return SocketResult.of(lastLine(arguments));
  }

  private static String lastLine(List<String> arguments) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(JavaProcess.command(MEMORY, arguments))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out = process.inputReader()) {
        String last = out.lines().reduce("", (before, line) -> line);
        if (process.waitFor() != 0 || last.isEmpty()) {
          throw new DemoFault("the load ended with code " + process.exitValue());
        }
        return last;
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
