package io.millrace.standalone.command;

import io.millrace.runtime.Outputs;
import io.millrace.runtime.UserFault;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.Table;
import io.millrace.trainer.protocol.report.Figures;
import io.millrace.trainer.tracking.Run;
import io.millrace.trainer.tracking.RunComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what trainings without a broker came to. */
@Command(
    name = "runs",
    description = "Lists, shows and compares runs of trainer --once and tune.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|show|compare",
    footer = {
      "",
      "Examples:",
      "  millrace runs list runs",
      "  millrace runs show runs/first",
      "  millrace runs compare runs/first runs/small --report comparison.json"
    })
public final class RunsCommand {
  private final Console console = Console.standard();

  /** A table of runs. */
  @Command(
      name = "list",
      description = "A table of the runs in a directory: the earliest first, the unfinished last.",
      mixinStandardHelpOptions = true)
  int list(
      @Parameters(paramLabel = "DIRECTORY", description = "That has a directory for each run.")
          Path directory) {
    LogFile.ofCommand("runs");
    List<Run> runs = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Path place : Run.under(directory)) {
      try {
        runs.add(Run.read(place));
      } catch (UserFault e) { // the others can still be told
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    runs.sort(
        Comparator.comparing((Run run) -> run.started().isEmpty())
            .thenComparing(Run::started)
            .thenComparing(Run::name));
    console.say("%s", overview(runs));
    faults.forEach(fault -> console.say("%s", fault));
    return faults.isEmpty() ? 0 : 2;
  }

  private static Table overview(List<Run> runs) {
    Table table =
        new Table(
            "name", "data set", "started", "engine", "verdict", "ndcg@10", "hr@10", "seconds");
    for (Run run : runs) {
      table.row(
          run.name(),
          run.dataset(),
          run.started(),
          run.engine(),
          run.verdict().label(),
          shown("%.4f", run.metrics().get("ndcg@10")),
          shown("%.4f", run.metrics().get("hr@10")),
          shown("%.1f", run.seconds()));
    }
    return table;
  }

  /** One run. */
  @Command(
      name = "show",
      description = "A run's facts, metrics and epochs.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "RUN", description = "Directory of a run.") Path directory) {
    LogFile.ofCommand("runs");
    Run run = Run.read(directory);
    Table facts =
        new Table("run", run.name())
            .row("data set", run.dataset())
            .row("started", run.started())
            .row("engine", run.engine())
            .row("device", run.device())
            .row("verdict", run.verdict().label())
            .row("refused", Objects.requireNonNullElse(run.refusal(), ""))
            .row("seconds", shown("%.1f", run.seconds()));
    Table metrics = new Table("next event, full ranking", "model", "popularity", "live");
    run.metrics()
        .forEach(
            (name, value) ->
                metrics.row(
                    name,
                    Figures.shown(name, value),
                    Figures.shown(name, run.popularity().get(name)),
                    Figures.shown(name, run.live().get(name))));
    console.say("%s%n%s%n%s", facts, metrics, epochs(run.epochs()));
    console.say("settings and plots: %s", directory.toAbsolutePath().normalize());
    return 0;
  }

  private static Table epochs(List<List<String>> lines) {
    List<String> head = lines.isEmpty() ? List.of("no epoch") : lines.getFirst();
    Table table = new Table(head.toArray(String[]::new));
    lines.stream()
        .skip(1)
        .filter(line -> line.size() == head.size())
        .forEach(line -> table.row(line.stream().map(RunsCommand::rounded).toArray()));
    return table;
  }

  /** Numbers with a fraction to six places. */
  private static String rounded(String cell) {
    return cell.matches("-?\\d+\\.\\d+(E-?\\d+)?") ? shown("%.6f", Double.valueOf(cell)) : cell;
  }

  /** Several runs. */
  @Command(
      name = "compare",
      description = "What differs between runs: settings, and metrics side by side.",
      mixinStandardHelpOptions = true)
  int compare(
      @Parameters(paramLabel = "RUN", arity = "2..*", description = "Directories of runs.")
          List<Path> directories,
      @Option(names = "--report", paramLabel = "FILE", description = "Write it as JSON too.")
          @Nullable Path report) {
    LogFile.ofCommand("runs");
    RunComparison comparison = new RunComparison(directories.stream().map(Run::read).toList());
    Table settings = new Table(head("setting", directories));
    comparison.differences().forEach((key, values) -> settings.row(row(key, "%s", values)));
    Table metrics = new Table(head("next event, full ranking", directories));
    comparison
        .metrics()
        .forEach(
            (name, values) ->
                metrics.row(
                    row(name, "%s", values.stream().map(v -> Figures.shown(name, v)).toList())));
    console.say("%s%n%s", settings, metrics);
    if (report != null) {
      Outputs.write("--report", report, comparison.json());
    }
    return 0;
  }

  private static String[] head(String first, List<Path> directories) {
    return Stream.concat(Stream.of(first), directories.stream().map(Path::toString))
        .toArray(String[]::new);
  }

  private static Object[] row(String name, String format, List<? extends @Nullable Object> values) {
    List<Object> row = new ArrayList<>(List.of(name));
    values.forEach(value -> row.add(shown(format, value)));
    return row.toArray();
  }

  private static String shown(String format, @Nullable Object value) {
    boolean nothing = value == null || (value instanceof Double number && number.isNaN());
    return nothing ? "" : String.format(Locale.ROOT, format, value);
  }
}
