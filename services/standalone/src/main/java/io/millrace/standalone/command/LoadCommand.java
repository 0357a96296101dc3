package io.millrace.standalone.command;

import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.standalone.load.OpenLoop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a service that runs, and prints what was found as one line of JSON. */
@Command(
    name = "load",
    description = "Asks a running service for recommendations, open loop; prints JSON.",
    mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://localhost:8080",
      description = "Where the service is (default: ${DEFAULT-VALUE}).")
  private String url = "";

  @Option(
      names = "--users",
      paramLabel = "FILE",
      required = true,
      description = "Who asks, one id a line.")
  private Path users = Path.of("");

  @Override
  public Integer call() {
    List<String> ids = ids();
    try (OpenLoop loop = new OpenLoop(url, ids, load.plan())) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(loop.run().json());
      out.flush();
    }
    return 0;
  }

  private List<String> ids() {
    try {
      List<String> ids = Files.readAllLines(users).stream().filter(id -> !id.isBlank()).toList();
      if (ids.isEmpty()) {
        throw new UserFault("--users %s: must have an id at least, has none".formatted(users));
      }
      return ids;
    } catch (IOException e) {
      throw new UserFault("--users %s: cannot be read (%s)".formatted(users, IoReason.of(e)), e);
    }
  }
}
