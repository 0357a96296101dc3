package io.millrace.standalone.load;

import io.millrace.standalone.demo.DemoFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A load in a process of its own, so that it shares nothing with the service but the machine. */
final class LoadProcess {
  private static final String MAIN = "io.millrace.standalone.Main";

  private LoadProcess() {}

  /**
   * Runs a load and waits for what it found.
   *
   * @param users file with one user a line
   * @throws DemoFault if it ends without a result
   */
  static LoadResult run(String url, Path users, LoadPlan plan) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command(url, users, plan))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out = process.inputReader()) {
        String last = out.lines().reduce("", (before, line) -> line);
        if (process.waitFor() != 0 || last.isEmpty()) {
          throw new DemoFault("the load ended with code " + process.exitValue());
        }
        return LoadResult.of(last);
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(String url, Path users, LoadPlan plan) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !isMemory(argument))
        .forEach(command::add);
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(List.of("bench", "load", "--url", url, "--users", users.toString()));
    command.addAll(List.of("--rate", Double.toString(plan.rate())));
    command.addAll(List.of("--seconds", Long.toString(plan.measured().toSeconds())));
    command.addAll(List.of("--warm-up", Long.toString(plan.warmUp().toSeconds())));
    command.addAll(List.of("--items", Integer.toString(plan.items())));
    command.addAll(List.of("--connections", Integer.toString(plan.connections())));
    command.addAll(List.of("--seed", Long.toString(plan.seed())));
    return command;
  }

  /** What sizes the memory of this process, or records it. */
  private static boolean isMemory(String argument) {
    return argument.startsWith("-Xm")
        || argument.startsWith("-XX:MaxDirectMemorySize")
        || argument.startsWith("-XX:StartFlightRecording")
        || argument.startsWith("-agentlib");
  }
}
