package io.millrace.trainer.tracking;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.recommendation.Generation;
import io.millrace.runtime.IoReason;
import io.millrace.schemas.Item;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Provenance;
import io.millrace.trainer.run.EpochLog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The directory a run leaves behind. From its beginning: {@code config.properties} (the settings in
 * effect; to be given to {@code --config}) and {@code training_log.csv}, which grows by each epoch.
 * At its end: {@code model.bundle} (best model), {@code encoder.bin}, {@code items.index}
 * (JVector), {@code metrics.json}, {@code provenance.json}, {@code plots.html} and TensorBoard
 * event files under {@code tensorboard/}. {@link Run} reads it.
 *
 * <p>For one thread at a time.
 */
public final class RunDirectory implements RunRecord {
  static final String SETTINGS = "config.properties";
  static final String LOG = "training_log.csv";
  static final String METRICS = "metrics.json";
  static final String PROVENANCE = "provenance.json";
  private static final String PLOTS = "plots.html";
  private static final String TENSORBOARD = "tensorboard";
  private static final List<String> RESULTS =
      List.of("model.bundle", "encoder.bin", "items.index", METRICS, PROVENANCE, PLOTS);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String option;
  private final Path directory;

  /**
   * Makes the directory if it is missing, and begins a run in it: what an earlier one left there is
   * forgotten.
   *
   * @param option by which it was given, for messages
   * @param settings in effect, by full key
   * @throws RunDirectoryFault if it cannot be written to
   */
  public RunDirectory(String option, Path directory, SortedMap<String, String> settings) {
    this.option = option;
    this.directory = directory;
    try {
      Files.createDirectories(directory.resolve(TENSORBOARD));
      for (String result : RESULTS) {
        Files.deleteIfExists(directory.resolve(result));
      }
      forgetEvents();
      PropertiesFile.write(directory.resolve(SETTINGS), "settings of this run", settings);
      Files.writeString(
          directory.resolve(LOG),
          "fit,phase,epoch,steps,loss,rating_loss,click_loss,full_ndcg@10,sampled_ndcg@10,learning_rate,seconds\n");
    } catch (IOException e) {
      throw new RunDirectoryFault(
          "%s: must be a directory that can be written to, was %s (%s); choose another"
              .formatted(option, directory, IoReason.of(e)),
          e);
    }
  }

  /** An earlier run's event files would be drawn as one curve with this one's. */
  private void forgetEvents() throws IOException {
    try (DirectoryStream<Path> events =
        Files.newDirectoryStream(directory.resolve(TENSORBOARD), "events.out.tfevents.*")) {
      for (Path event : events) {
        Files.delete(event);
      }
    }
  }

  /** The directory's name. */
  public String name() {
    return directory.toAbsolutePath().normalize().getFileName().toString();
  }

  /**
   * Writes an epoch as a line of the log.
   *
   * @throws RunDirectoryFault if it cannot be written
   */
  @Override
  public void epoch(EpochLog line) {
    try {
      Files.writeString(directory.resolve(LOG), row(line), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static String row(EpochLog line) {
    return String.format(
        Locale.ROOT,
        "%s,%s,%d,%d,%s,%s,%s,%s,%s,%s,%.3f\n",
        line.fit(),
        line.phase(),
        line.epoch(),
        line.steps(),
        cell(line.loss()),
        cell(line.ratingLoss()),
        cell(line.clickLoss()),
        cell(line.fullNdcg()),
        cell(line.sampledNdcg()),
        cell(line.rate()),
        line.seconds());
  }

  private static String cell(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  /**
   * Writes model, encoder and index.
   *
   * @throws RunDirectoryFault if they cannot be written
   */
  public void model(Bundle bundle, List<Item> catalogue) {
    try {
      Files.write(directory.resolve("model.bundle"), bundle.write());
      Files.write(directory.resolve("encoder.bin"), bundle.encoder().toBytes());
      Generation.Model model = Generation.embedding("offline", bundle, catalogue).model();
      if (model != null) {
        model.index().save(directory.resolve("items.index"));
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Writes what is known of a run that has ended.
   *
   * @throws RunDirectoryFault if it cannot be written
   */
  @Override
  public void finish(RunReport run) {
    try {
      tensorBoard(run, System.currentTimeMillis());
      Files.writeString(directory.resolve(PLOTS), new RunPage(run).html());
      provenance(run);
      metrics(run);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private RunDirectoryFault unwritable(IOException e) {
    return new RunDirectoryFault(
        "%s: %s could not be written to (%s); make room there, or choose another"
            .formatted(option, directory, IoReason.of(e)),
        e);
  }

  private void tensorBoard(RunReport run, long wallMillis) throws IOException {
    try (TensorBoardWriter board =
        new TensorBoardWriter(directory.resolve(TENSORBOARD), wallMillis)) {
      for (EpochLog line : run.log()) {
        for (Map.Entry<String, Double> value : EpochScalars.of(line).entrySet()) {
          board.scalar(value.getKey(), line.epoch(), value.getValue(), wallMillis);
        }
      }
      Map<String, Double> metrics = new TreeMap<>(run.judgement().getMetrics());
      for (Map.Entry<String, Double> metric : metrics.entrySet()) {
        board.scalar("next_event/" + metric.getKey(), 0, metric.getValue(), wallMillis);
      }
    }
  }

  private void metrics(RunReport run) throws IOException {
    Judgement judgement = run.judgement();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("verdict", run.verdict().label());
    all.put("refusal", run.refusal());
    all.put("metrics", new TreeMap<>(judgement.getMetrics()));
    all.put("popularity", new TreeMap<>(judgement.getPopularity()));
    all.put("live", new TreeMap<>(judgement.getLive()));
    all.put("metricsP3", new TreeMap<>(judgement.getMetricsP3()));
    all.put("popularityP3", new TreeMap<>(judgement.getPopularityP3()));
    all.put("seconds", new TreeMap<>(run.phaseSeconds()));
    JSON.writeValue(directory.resolve(METRICS).toFile(), all);
  }

  private void provenance(RunReport run) throws IOException {
    Provenance from = run.provenance();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("dataset", run.dataset());
    all.put("started", run.started().truncatedTo(ChronoUnit.SECONDS).toString());
    all.put("engine", from.getEngine());
    all.put("device", from.getDevice());
    all.put("configuration", from.getConfiguration());
    all.put("seed", from.getSeed());
    all.put("codeVersion", from.getCodeVersion());
    all.put("jvm", from.getJvm());
    all.put("hardware", from.getHardware());
    all.put("examples", from.getExamples());
    all.put("seconds", from.getSeconds());
    JSON.writeValue(directory.resolve(PROVENANCE).toFile(), all);
  }
}
