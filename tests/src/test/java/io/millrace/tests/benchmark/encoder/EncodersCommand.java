package io.millrace.tests.benchmark.encoder;

import io.millrace.data.DatasetOptions;
import io.millrace.data.Datasets;
import io.millrace.model.encode.EventSignals;
import io.millrace.runtime.UserFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench encoders}: kinds of user tower, each trained alike, judged before P1's cut. */
@Command(
    name = "encoders",
    description =
        "A recurrence and self-attention as the user tower's encoder, on ratings before P1's cut.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class EncodersCommand implements Callable<Integer> {
  private static final int DIM = 64;
  private static final int LENGTH = 50;
  private static final int HEADS = 2;
  private static final double DROPOUT = 0.1;
  private static final int BATCH_SIZE = 1024;
  private static final int PATIENCE = 3;

  private final Function<EncoderSpec, NextItemModel> models;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "Name, directory or GroupLens zip.")
  private String data = "";

  @Option(
      names = "--newest",
      defaultValue = "10000000",
      description = "Newest ratings before validation that are learned from.")
  private int newest;

  @Option(
      names = "--kinds",
      split = ",",
      defaultValue = "GRU,ATTENTION_1,ATTENTION_2",
      description = "Encoders, of ${COMPLETION-CANDIDATES}; all beside the first of them.")
  private List<EncoderKind> kinds = new ArrayList<>();

  @Option(names = "--seeds", split = ",", defaultValue = "1", description = "Seeds of a kind.")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "0.001,0.003,0.01",
      description = "Learning rates, of which each kind's best on the first seed is taken.")
  private List<Double> rates = new ArrayList<>();

  @Option(names = "--epochs", defaultValue = "20", description = "Epochs of a fit at most.")
  private int epochs;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "Minutes of CPU for training a fit, after which no epoch begins.")
  private double minutes;

  @Option(
      names = "--predictions",
      defaultValue = "10000",
      description = "Predictions to choose by, and as many to be told of, at most.")
  private int predictions;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
  private @Nullable Path report;

  /**
   * A command.
   *
   * @param models makes a fresh one
   */
  public EncodersCommand(Function<EncoderSpec, NextItemModel> models) {
    this.models = models;
  }

  @Override
  public Integer call() throws IOException {
    check();
    NextItemData read = NextItemData.read(Datasets.open(data, DatasetOptions.standard()), newest);
    Windows windows = new Windows(read, LENGTH);
    NextItemJudge judge = new NextItemJudge(read, windows, predictions);
    EncodersTable table = new EncodersTable(spec.commandLine().getOut());
    table.begin(data, read, judge.predictions());
    Budget budget = new Budget(epochs, PATIENCE, 60 * minutes, BATCH_SIZE);
    Contest contest = new Contest(models, new Training(windows, judge, budget, table::epoch));
    for (EncoderKind kind : EnumSet.copyOf(kinds)) {
      contest.search(rates.stream().map(rate -> spec(read, kind, rate)).toList());
    }
    seeds.stream().skip(1).forEach(contest::repeat);
    EncodersReport found = report(read, judge, contest);
    table.end(found);
    if (report != null) {
      found.write(report);
    }
    return 0;
  }

  private EncodersReport report(NextItemData read, NextItemJudge judge, Contest contest) {
    EncoderSpec any = spec(read, EncoderKind.GRU, rates.getFirst());
    return new EncodersReport(
        data,
        read.learned(),
        judge.predictions(),
        EncodingCost.microsOfServing(any, new SplittableRandom(any.seed())),
        contest.rows(),
        contest.fits());
  }

  private void check() {
    requireAtLeast("--newest", newest, 1);
    requireAtLeast("--epochs", epochs, 1);
    requireAtLeast("--predictions", predictions, 1);
    requireSome("--kinds", kinds);
    requireSome("--seeds", seeds);
    requireSome("--rates", rates);
    rates.forEach(rate -> requirePositive("--rates", rate));
    requirePositive("--minutes", minutes);
  }

  private static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new UserFault("%s: must be at least %d, was %d".formatted(option, least, value));
    }
  }

  private static void requireSome(String option, List<?> values) {
    if (values.isEmpty()) {
      throw new UserFault(option + ": must name at least one");
    }
  }

  private static void requirePositive(String option, double value) {
    if (!(value > 0)) {
      throw new UserFault("%s: must be above 0, was %s".formatted(option, value));
    }
  }

  private EncoderSpec spec(NextItemData read, EncoderKind kind, double rate) {
    return new EncoderSpec(
        kind,
        DIM,
        LENGTH,
        HEADS,
        read.items(),
        read.contentWidth(),
        read.content(),
        EventSignals.WIDTH,
        DROPOUT,
        rate,
        seeds.getFirst());
  }
}
