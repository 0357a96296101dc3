package io.millrace.standalone.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Measurements of the running system. Those of parts beside what others do are made from the
 * sources by the launcher, which knows their names too; here they are only told of.
 */
@Command(
    name = "bench",
    description = "Measures how fast the service answers, or parts of it beside what others do.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "PART",
    commandListHeading = "Parts:%n",
    subcommands = {
      ServeCommand.class,
      LoadCommand.class,
      SocketsCommand.class,
      SocketLoadCommand.class,
      FreshnessCommand.class
    },
    footerHeading = "%n",
    footer = {
      "serve, sockets and freshness need a data set and make a model of it first (ml-100k:"
          + " minutes;",
      "kept for the next time). load and socket-load need a service that runs.",
      "",
      "Beside what others do (these need the sources and Maven, which builds them with what they"
          + " are",
      "measured against at first use, in some minutes; options with --help):",
      "  train     Steps of both models, engine by engine, Libtorch's too.",
      "  kernels   Kernels of training and whole steps, with JMH.",
      "  memory    Memory that the trainer's columns take, in the shape of ml-25m.",
      "  index     The item index beside Lucene's HNSW and exact search.",
      "  encoders  A recurrence and self-attention as the user's encoder; needs a data set.",
      "",
      "Examples:",
      "  millrace bench serve --data ml-1m --rate 300",
      "  millrace bench sockets --data ml-1m --subscribers 1000 --rate 1000",
      "  millrace bench train --help"
    })
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Tells what there is to choose from. */
  @Override
  public Integer call() {
    spec.commandLine().getErr().println("millrace: a part is missing");
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
