package io.millrace.tests.benchmark.training;

import io.millrace.runtime.UserFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench train}: training engines side by side. */
@Command(
    name = "train",
    description =
        "Steps of the two-tower model and the ranker, engine by engine on identical batches.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class TrainCommand implements Callable<Integer> {
  private final List<EngineChoice> known;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--engines", split = ",", description = "Engines; all by default.")
  private List<String> engines = new ArrayList<>();

  @Option(
      names = "--batches",
      split = ",",
      defaultValue = "512,1024,2048,4096",
      description = "Batch sizes of the two-tower step, with the first table.")
  private List<Integer> batches = new ArrayList<>();

  @Option(
      names = "--tables",
      split = ",",
      defaultValue = "10000,100000,10000000",
      description = "Rows of the item table; the further ones with batch 2048.")
  private List<Integer> tables = new ArrayList<>();

  @Option(names = "--threads", defaultValue = "0", description = "Threads; 0: all cores.")
  private int threads;

  @Option(names = "--steps", defaultValue = "30", description = "Timed steps.")
  private int steps;

  @Option(names = "--warm-up", defaultValue = "4", description = "Seconds before the first one.")
  private int warmUpSeconds;

  @Option(
      names = "--draw",
      defaultValue = "UNIFORM",
      description = "Which rows the examples name: ${COMPLETION-CANDIDATES}.")
  private RowDraw draw = RowDraw.UNIFORM;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
  private @Nullable Path report;

  @Option(names = "--plots", paramLabel = "DIR", description = "Draw the towers' throughput.")
  private @Nullable Path plots;

  /** A command over the engines that there are. */
  public TrainCommand(List<EngineChoice> known) {
    this.known = List.copyOf(known);
  }

  @Override
  public Integer call() throws IOException {
    List<EngineChoice> chosen = chosen();
    checkNumbers();
    int used = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    PrintWriter out = spec.commandLine().getOut();
    double peak = SgemmPeak.gflops(used);
    out.printf("sgemm 2048 x 2048 x 2048, %d threads: %.0f GFLOP/s%n", used, peak);
    ComparisonTable table = new ComparisonTable(out, peak);
    CaseRunner runner =
        new CaseRunner(new StepTimer(Duration.ofSeconds(warmUpSeconds), steps), draw, used);
    for (TrainingCase measured : TrainingCase.of(batches, tables)) {
      table.begin(measured);
      runner.run(measured, chosen, table);
      table.end();
    }
    write(new TrainReport(peak, table.rows()));
    return 0;
  }

  private List<EngineChoice> chosen() {
    for (String engine : engines) {
      if (known.stream().noneMatch(choice -> choice.name().equals(engine))) {
        throw new UserFault("--engines: must be of %s, was %s".formatted(names(), engine));
      }
    }
    return known.stream()
        .filter(choice -> engines.isEmpty() || engines.contains(choice.name()))
        .toList();
  }

  private String names() {
    return known.stream().map(EngineChoice::name).collect(Collectors.joining(", "));
  }

  private void checkNumbers() {
    requireAtLeast("--steps", steps, 1);
    requireAtLeast("--warm-up", warmUpSeconds, 0);
    requireAtLeast("--threads", threads, 0);
    batches.forEach(batch -> requireAtLeast("--batches", batch, 1));
    TrainingCase.of(batches, tables).stream()
        .filter(measured -> measured.model() == TrainingCase.Model.TWO_TOWER)
        .forEach(measured -> requireAtLeast("--tables", measured.tableRows(), measured.batch()));
  }

  private static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new UserFault("%s: must be at least %d, was %d".formatted(option, least, value));
    }
  }

  private void write(TrainReport found) throws IOException {
    if (report != null) {
      found.write(report);
    }
    if (plots != null) {
      new ThroughputPlots(found).write(plots);
    }
  }
}
