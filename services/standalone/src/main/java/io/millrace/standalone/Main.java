package io.millrace.standalone;

import io.millrace.data.DatasetFault;
import io.millrace.runtime.UserFault;
import io.millrace.standalone.command.BenchCommand;
import io.millrace.standalone.command.CheckCommand;
import io.millrace.standalone.command.DataCommand;
import io.millrace.standalone.command.DemoCommand;
import io.millrace.standalone.command.DumpCommand;
import io.millrace.standalone.command.EvaluateCommand;
import io.millrace.standalone.command.FeaturesCommand;
import io.millrace.standalone.command.KeysCommand;
import io.millrace.standalone.command.ModelsCommand;
import io.millrace.standalone.command.NearestName;
import io.millrace.standalone.command.RecommendCommand;
import io.millrace.standalone.command.ReplayCommand;
import io.millrace.standalone.command.RestoreCommand;
import io.millrace.standalone.command.RunsCommand;
import io.millrace.standalone.command.TopicsCommand;
import io.millrace.standalone.command.TrainerCommand;
import io.millrace.standalone.command.TuneCommand;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.demo.DemoFault;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0 done, 1 an unexpected error or a failed check, 2 a mistake of the
 * user, which is told in one message without a stack trace.
 */
@Command(
    name = "millrace",
    description = "A real-time recommender on Kafka.",
    version = "Millrace 0.1.0-SNAPSHOT",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Try it:",
      "  millrace demo                        everything in one process, on MovieLens 1M",
      "  millrace demo --data ml-100k --once  a smaller data set; end after the checks",
      "  millrace COMMAND --help              options and examples of a command"
    },
    subcommands = {
      DemoCommand.class,
      ReplayCommand.class,
      FeaturesCommand.class,
      TrainerCommand.class,
      RecommendCommand.class,
      TopicsCommand.class,
      DataCommand.class,
      EvaluateCommand.class,
      TuneCommand.class,
      RunsCommand.class,
      ModelsCommand.class,
      KeysCommand.class,
      CheckCommand.class,
      DumpCommand.class,
      RestoreCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /**
   * Runs a command.
   *
   * @return its exit code
   */
  public static int run(String... arguments) {
    String level = System.getenv("MILLRACE_CONSOLE_LEVEL");
    if (level != null && !level.isBlank()) {
      System.setProperty("millrace.console.level", level);
    }
    CommandLine commandLine =
        new CommandLine(new Main())
            .setParameterExceptionHandler(Main::misused)
            .setExecutionExceptionHandler(Main::failed)
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true);
    try {
      return commandLine.execute(arguments);
    } catch (Error e) { // top of the thread
      return unexpected(e, commandLine);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int misused(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            "millrace: "
                + e.getMessage()
                + suggestion(e)
                + "; see "
                + command.getCommandSpec().qualifiedName()
                + " --help");
    return ExitCode.USAGE;
  }

  private static String suggestion(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
        ? meant(unmatched).map(name -> "; did you mean " + name + "?").orElse("")
        : "";
  }

  /** Picocli's nearest option; its nearest command to a mistyped one is far from it. */
  private static Optional<String> meant(UnmatchedArgumentException e) {
    return e.isUnknownOption()
        ? e.getSuggestions().stream().findFirst()
        : NearestName.of(e.getUnmatched().getFirst(), e.getCommandLine().getSubcommands().keySet());
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof UserFault || e instanceof DatasetFault) {
      command.getErr().println("millrace: " + e.getMessage());
      return ExitCode.USAGE;
    }
    if (e instanceof DemoFault) {
      command.getErr().println("millrace: " + e.getMessage() + "; details in " + LogFile.path());
      return ExitCode.SOFTWARE;
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return ExitCode.SOFTWARE;
    }
    return unexpected(e, command);
  }

  private static int unexpected(Throwable e, CommandLine command) {
    LoggerFactory.getLogger(Main.class).atError().setCause(e).log("unexpected error");
    command.getErr().println("millrace: unexpected error: " + e + "; details in " + LogFile.path());
    return ExitCode.SOFTWARE;
  }
}
