package io.millrace.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measurements of the running system; those of parts need the sources, see the launcher. */
@Command(
    name = "bench",
    description = "Measures how fast the service answers.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ServeCommand.class,
      LoadCommand.class,
      SocketsCommand.class,
      SocketLoadCommand.class,
      FreshnessCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  millrace bench serve --data ml-1m --rate 300",
      "  millrace bench sockets --data ml-1m --subscribers 1000 --rate 1000",
      "  millrace bench train --help      engines, kernels, memory: only from the sources"
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
