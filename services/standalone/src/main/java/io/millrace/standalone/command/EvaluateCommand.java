package io.millrace.standalone.command;

import io.millrace.data.DatasetOptions;
import io.millrace.data.Datasets;
import io.millrace.runtime.Outputs;
import io.millrace.runtime.UserFault;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.DownloadBar;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.TrainingBar;
import io.millrace.trainer.protocol.EvaluationOptions;
import io.millrace.trainer.protocol.ProtocolRun;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.contender.Newcomer;
import io.millrace.trainer.protocol.contender.Part;
import io.millrace.trainer.protocol.contender.SystemSettings;
import io.millrace.trainer.protocol.contender.Variation;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.data.Universe;
import io.millrace.trainer.protocol.judge.Rolling;
import io.millrace.trainer.protocol.report.EvaluationReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges the system and others by one of the protocols. */
@Command(
    name = "evaluate",
    description =
        "Judges the system and known recommenders on a data set, full ranking, without a broker.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "p1 replays what follows a moment and predicts each next event; p2 predicts each user's",
      "last event; p3 makes one list per user; p4 predicts ratings. See docs/evaluate.md.",
      "",
      "Examples:",
      "  millrace evaluate --data ml-1m",
      "  millrace evaluate --data ml-1m --models popularity,transitions,pipeline --rolling",
      "  millrace evaluate --data ml-100k --protocol p2 --report p2.json --dump p2.tsv"
    })
public final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "Name, directory or GroupLens zip.")
  private String data = "";

  @Option(
      names = "--protocol",
      paramLabel = "PROTOCOL",
      defaultValue = "p1",
      description = "p1, p2, p3 or p4 (default: ${DEFAULT-VALUE}).")
  private ProtocolName protocol = ProtocolName.P1;

  @Option(
      names = "--quantile",
      paramLabel = "SHARE",
      description = "p1: train up to this quantile of the events' times (default: 0.9).")
  @Nullable Double quantile;

  @Option(
      names = "--cut",
      paramLabel = "EPOCH_SECONDS",
      description = "p1: train up to this moment instead, inclusive.")
  @Nullable Long cut;

  @Option(
      names = "--k-core",
      paramLabel = "K",
      description = "Leave out users and items with fewer ratings (default: 5; 1 for none).")
  @Nullable Integer kCore;

  @Option(
      names = "--universe",
      paramLabel = "FILE",
      description = "Judge on the users and items named there, instead of a k-core.")
  @Nullable Path universe;

  @Option(
      names = "--write-universe",
      paramLabel = "FILE",
      description = "Write the users and items that were judged on.")
  @Nullable Path writeUniverse;

  @Option(
      names = "--rolling",
      description =
          "p1: state, popularity and transitions move with every event, and models are trained"
              + " again.")
  private boolean rolling;

  @Option(
      names = "--retrain-every",
      paramLabel = "SHARE",
      split = ",",
      description =
          "With --rolling: after each such share of the events that follow the cut (default: 5%%;"
              + " 100%% for never). Several, of either option, are judged one by one, and frozen"
              + " too.")
  private List<String> retrainEvery = new ArrayList<>();

  @Option(
      names = "--update-every",
      paramLabel = "SHARE",
      split = ",",
      description =
          "With --rolling: between trainings, the towers go on with the newest events after each"
              + " such share (default: 1%%; 100%% for never); or --retrain-every 5%%+1%% for both.")
  private List<String> updateEvery = new ArrayList<>();

  @Option(
      names = "--models",
      paramLabel = "MODEL",
      split = ",",
      description = "Some of ${COMPLETION-CANDIDATES} (default: all).",
      completionCandidates = Names.class)
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--without",
      paramLabel = "PART",
      split = ",",
      description =
          "Judge the pipeline without a part too, as it is trained: index, transitions, popularity,"
              + " fresh or ranker; several one by one.")
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--newcomers",
      paramLabel = "RATINGS",
      split = ",",
      description =
          "Judge the pipeline too on users of whom no more than the last so many ratings are known,"
              + " with their profile and as anonymous sessions; several one by one, such as"
              + " 0,1,2,5,10.")
  private List<Integer> newcomers = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "SEED",
      split = ",",
      description =
          "Train with each of these seeds, and show mean and standard deviation (default:"
              + " trainer.seed).")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the figures as JSON, and plots in a page beside it.")
  @Nullable Path report;

  @Option(
      names = "--dump",
      paramLabel = "FILE",
      description =
          "Write each prediction (p1, p2: user, item, time, rank, top ten; p3: a user's list; p4: a"
              + " rating and its forecast); FILE.MODEL of several models, FILE.MODEL.seedN of"
              + " several seeds.")
  @Nullable Path dump;

  @Option(
      names = "--output-dir",
      paramLabel = "DIRECTORY",
      description =
          "Leave a run's directory of each result there, for millrace runs: settings, epochs,"
              + " figures, plots, TensorBoard files.")
  @Nullable Path runs;

  /** Labels of all models, for the help. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names() {
      super(ModelName.labels());
    }
  }

  @Override
  public Integer call() {
    LogFile.ofCommand("evaluate");
    List<SystemSettings> settings = SystemSettings.of(options::loadOffline, seeds);
    EvaluationOptions asked = asked();
    Console console = Console.standard();
    if (asked.models().size() < models.size()) {
      console.say("--models: a model named twice is judged once");
    }
    EvaluationReport found = run(console, settings, asked);
    found.shownSettings().forEach((name, value) -> console.say("%s: %s", name, value));
    console.say("%n%s", new EvaluationTable(found));
    found.results().stream()
        .filter(result -> result.fault() != null)
        .forEach(result -> console.say("%s was not judged: %s", result.label(), result.fault()));
    if (report != null) {
      console.say("%s, with plots in %s", report, EvaluationReport.page(report));
    }
    if (runs != null) {
      console.say("a run of each result: millrace runs list %s", runs);
    }
    return found.judged().isEmpty() ? 2 : 0;
  }

  private EvaluationOptions asked() {
    if (cut != null && quantile != null) {
      throw new UserFault("--cut, --quantile: say the same in two ways; give one of them");
    }
    requireNextEvent("--cut", cut);
    requireNextEvent("--quantile", quantile);
    requireRolling("--retrain-every", retrainEvery.isEmpty());
    requireRolling("--update-every", updateEvery.isEmpty());
    if (universe != null && kCore != null) {
      throw new UserFault(
          "--universe, --k-core: both say which users and items are judged on; give one of them");
    }
    if (kCore() < 1 || kCore() > 1_000_000) {
      throw new UserFault(
          "--k-core: must be 1, which leaves out nothing, to 1000000, was " + kCore());
    }
    Cut at =
        cut != null ? new Cut.Moment(cut) : new Cut.Quantile(quantile == null ? 0.9 : quantile);
    List<Rolling> often = rolling ? Rolling.of(retrainEvery, updateEvery) : List.of();
    return new EvaluationOptions(
        protocol,
        at,
        often,
        ModelName.of(models, protocol),
        variations(),
        dump,
        report != null,
        runs);
  }

  private int kCore() {
    return kCore == null ? 5 : kCore;
  }

  private List<Variation> variations() {
    return Stream.<Variation>concat(Part.of(without).stream(), Newcomer.of(newcomers).stream())
        .toList();
  }

  private void requireNextEvent(String option, @Nullable Number given) {
    if (given != null && protocol != ProtocolName.P1) {
      throw new UserFault(
          "%s: goes with --protocol p1 alone, was %s; leave one of them out"
              .formatted(option, protocol));
    }
  }

  private void requireRolling(String option, boolean absent) {
    if (!absent && !rolling) {
      throw new UserFault(option + ": goes with --rolling; add it");
    }
  }

  private EvaluationReport run(
      Console console, List<SystemSettings> settings, EvaluationOptions asked) {
    prepare("--report", report);
    prepare("--dump", dump);
    if (runs != null) {
      Outputs.prepareDirectory("--output-dir", runs);
    }
    Universe given = universe == null ? null : Universe.read(universe);
    try (DownloadBar download = new DownloadBar(console);
        TrainingBar bar = new TrainingBar(console)) {
      DatasetOptions reading = DatasetOptions.standard().withTolerance(true).withListener(download);
      EvaluationData read = EvaluationData.read(Datasets.open(data, reading), kCore(), given);
      if (writeUniverse != null) {
        read.universe().write(writeUniverse);
      }
      return new ProtocolRun(asked, settings, read, bar, this::write).run();
    }
  }

  /** After each result, so that little is lost of a long evaluation that is broken off. */
  private void write(EvaluationReport soFar) {
    if (report != null) {
      soFar.write(report);
    }
  }

  /** Told now, not after an hour. */
  private static void prepare(String option, @Nullable Path file) {
    if (file != null) {
      Outputs.prepare(option, file);
    }
  }
}
