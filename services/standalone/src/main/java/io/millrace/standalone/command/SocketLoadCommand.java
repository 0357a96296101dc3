package io.millrace.standalone.command;

import io.millrace.standalone.load.SocketLoad;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Subscribes to a service that runs and rates, and prints what was found as one line of JSON. */
@Command(
    name = "socket-load",
    description = "Subscribes to a running service and rates, open loop; prints JSON.",
    mixinStandardHelpOptions = true)
public final class SocketLoadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SocketOptions sockets = new SocketOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://localhost:8080",
      description = "Where the service is (default: ${DEFAULT-VALUE}).")
  private String url = "";

  @Override
  public Integer call() throws InterruptedException {
    try (SocketLoad load = new SocketLoad(url, sockets.plan())) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(load.run().json());
      out.flush();
    }
    return 0;
  }
}
