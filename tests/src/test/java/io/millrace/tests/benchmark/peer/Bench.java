package io.millrace.tests.benchmark.peer;

import io.millrace.data.DatasetFault;
import io.millrace.runtime.UserFault;
import io.millrace.tests.benchmark.encoder.EncodersCommand;
import io.millrace.tests.benchmark.index.IndexCommand;
import io.millrace.tests.benchmark.kernel.KernelsCommand;
import io.millrace.tests.benchmark.training.EngineChoice;
import io.millrace.tests.benchmark.training.MemoryCommand;
import io.millrace.tests.benchmark.training.TrainCommand;
import io.millrace.trainer.dl4j.Dl4jEngine;
import io.millrace.trainer.fused.FusedEngine;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code millrace bench}: measures on this machine, beside what others do. */
@Command(
    name = "millrace bench",
    description = "Measures Millrace on this machine, beside what others do.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class Bench implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Measures and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Bench())
            .addSubcommand(new TrainCommand(engines()))
            .addSubcommand(new KernelsCommand())
            .addSubcommand(new MemoryCommand())
            .addSubcommand(new IndexCommand())
            .addSubcommand(new EncodersCommand(LibtorchNextItem::new))
            .setExecutionExceptionHandler(Bench::failed)
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  private static List<EngineChoice> engines() {
    return List.of(
        new EngineChoice(FusedEngine.NAME, false, FusedEngine::new),
        new EngineChoice(Dl4jEngine.NAME, true, threads -> new Dl4jEngine("cpu", threads)),
        new EngineChoice(LibtorchEngine.NAME, false, LibtorchEngine::new));
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    if (e instanceof UserFault || e instanceof DatasetFault) {
      command.getErr().println("millrace: " + e.getMessage());
      return ExitCode.USAGE;
    }
    throw e;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
