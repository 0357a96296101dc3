package io.millrace.standalone.command;

import io.millrace.data.DatasetOptions;
import io.millrace.data.Datasets;
import io.millrace.runtime.UserFault;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.DownloadBar;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.StudyBar;
import io.millrace.standalone.console.Table;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.study.Study;
import io.millrace.trainer.study.StudyOptions;
import io.millrace.trainer.study.StudyResult;
import io.millrace.trainer.study.Trial;
import io.millrace.trainer.study.Tuning;
import io.millrace.trainer.study.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches settings. */
@Command(
    name = "tune",
    description =
        "Searches settings on a data set, judged on validation data before the test part.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The same command goes on where it was broken off. See docs/tracking.md.",
      "",
      "Examples:",
      "  millrace tune --data ml-1m --study negatives --budget 240 --dir runs/negatives",
      "  millrace tune --data ml-100k --study my.properties --budget 30 --dir runs/mine --seed 2",
      "  millrace evaluate --data ml-1m --config runs/negatives/best.properties"
    })
public final class TuneCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "Name, directory or GroupLens zip.")
  private String data = "";

  @Option(
      names = "--study",
      paramLabel = "STUDY",
      defaultValue = "negatives",
      description =
          "negatives, towers, features, histories, objectives, candidates, or a properties file of"
              + " KEY = a | b | c, KEY = low..high, or KEY = low..high log (default:"
              + " ${DEFAULT-VALUE}).")
  private String study = "";

  @Option(
      names = "--budget",
      required = true,
      paramLabel = "MINUTES",
      description = "Of all trials together, those before it was broken off too.")
  private double budget;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIRECTORY",
      description = "Where state, trials and best settings are written.")
  private Path directory = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Of what is proposed (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "At most so many (default: as the budget allows).")
  private int trials = Integer.MAX_VALUE;

  @Option(
      names = "--quantile",
      paramLabel = "SHARE",
      defaultValue = "0.9",
      description =
          "Where the test part begins, which is left alone, as for evaluate (default:"
              + " ${DEFAULT-VALUE}).")
  private double quantile;

  @Option(
      names = "--k-core",
      paramLabel = "K",
      defaultValue = "5",
      description = "As for evaluate (default: ${DEFAULT-VALUE}; 1 for none).")
  private int kCore;

  @Override
  public Integer call() {
    LogFile.ofCommand("tune");
    if (kCore < 1 || kCore > 1_000_000) {
      throw new UserFault(
          "--k-core: must be 1, which leaves out nothing, to 1000000, was " + kCore);
    }
    StudyOptions asked = new StudyOptions(Study.open(study), seed, budget(), trials, directory);
    Tuning tuning = new Tuning(options::loadOffline, new Cut.Quantile(quantile), kCore);
    Console console = Console.standard();
    StudyResult result = run(console, tuning, asked);
    tell(console, result);
    return 0;
  }

  private Duration budget() {
    if (!(budget > 0 && budget <= 1_000_000)) {
      throw new UserFault("--budget: must be above 0 minutes, at most 1000000, was " + budget);
    }
    return Duration.ofMillis(Math.max(1, Math.round(budget * 60_000)));
  }

  private StudyResult run(Console console, Tuning tuning, StudyOptions asked) {
    try (DownloadBar download = new DownloadBar(console);
        StudyBar bar = new StudyBar(console, asked.budgetSeconds())) {
      DatasetOptions reading = DatasetOptions.standard().withTolerance(true).withListener(download);
      return tuning.run(Datasets.open(data, reading), asked, bar);
    }
  }

  private void tell(Console console, StudyResult result) {
    console.say("%n%s", table(result));
    if (result.arms().size() < result.trials().size()) {
      console.say("%s", arms(result));
    }
    result
        .study()
        .values()
        .forEach(
            (key, values) -> {
              if (values instanceof Values.Choices) {
                console.say("%s", groups(key, result));
              }
            });
    result.trials().stream()
        .filter(trial -> trial.fault() != null)
        .forEach(trial -> console.say("trial %d failed: %s", trial.number(), trial.fault()));
    String over = result.exhausted() ? "everything was tried; " : "";
    String place = directory.resolve("best.properties").toString();
    console.say(
        "%s%s",
        over,
        result
            .best()
            .map(
                best ->
                    "best: %s, ndcg@10 %.4f; its settings: %s"
                        .formatted(best.settings(), best.mean(), place))
            .orElse("no trial was judged"));
  }

  private static Table table(StudyResult result) {
    List<String> keys = List.copyOf(result.study().values().keySet());
    List<String> head = new ArrayList<>(List.of("trial"));
    keys.forEach(key -> head.add(key.startsWith("trainer.") ? key.substring(8) : key));
    head.addAll(List.of("ndcg@10", "validation", "end", "seconds"));
    Table table = new Table(head.toArray(String[]::new));
    for (Trial trial : result.ranked()) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(trial.number())));
      keys.forEach(key -> row.add(Objects.requireNonNullElse(trial.settings().get(key), "")));
      row.add(shown(trial.ndcg()));
      row.add(shown(trial.validation()));
      row.add(trial.end().name().toLowerCase(Locale.ROOT));
      row.add(String.format(Locale.ROOT, "%.0f", trial.seconds()));
      table.row(row.toArray());
    }
    return table;
  }

  /** Settings over their seeds. */
  private static Table arms(StudyResult result) {
    Table table = new Table("settings", "trials", "finished", "mean ndcg@10", "deviation");
    for (StudyResult.Arm arm : result.arms()) {
      table.row(
          arm.settings(), arm.trials(), arm.finished(), shown(arm.mean()), shown(arm.deviation()));
    }
    return table;
  }

  private static Table groups(String key, StudyResult result) {
    Table table = new Table(key, "trials", "finished", "validation", "mean ndcg@10", "best");
    for (StudyResult.Group group : result.groups(key)) {
      table.row(
          group.value(),
          group.trials(),
          group.finished(),
          shown(group.validation()),
          shown(group.mean()),
          shown(group.best()));
    }
    return table;
  }

  private static String shown(@Nullable Double value) {
    return value == null || value.isNaN() ? "" : String.format(Locale.ROOT, "%.4f", value);
  }
}
