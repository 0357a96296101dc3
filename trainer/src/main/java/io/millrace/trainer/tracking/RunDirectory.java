package io.millrace.trainer.tracking;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.recommendation.Generation;
import io.millrace.runtime.UserFault;
import io.millrace.schemas.Item;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Provenance;
import io.millrace.trainer.run.EpochLog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The directory a training without a broker leaves behind: {@code model.bundle} (best model),
 * {@code encoder.bin}, {@code items.index} (JVector), {@code training_log.csv}, {@code
 * metrics.json}, {@code provenance.json} and TensorBoard event files under {@code tensorboard/}.
 */
public final class RunDirectory {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path directory;

  /**
   * Makes the directory if it is missing.
   *
   * @throws UserFault if it cannot be written to
   */
  public RunDirectory(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory.resolve("tensorboard"));
    } catch (IOException e) {
      throw new UserFault(
          "--output-dir: must be a directory that can be written to, was %s (%s)"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  /** Writes model, encoder and index. */
  public void model(Bundle bundle, List<Item> catalogue) throws IOException {
    Files.write(directory.resolve("model.bundle"), bundle.write());
    Files.write(directory.resolve("encoder.bin"), bundle.encoder().toBytes());
    Generation.Model model = Generation.embedding("offline", bundle, catalogue).model();
    if (model != null) {
      model.index().save(directory.resolve("items.index"));
    }
  }

  /** Writes the log of epochs as CSV and for TensorBoard, and the metrics for TensorBoard. */
  public void log(List<EpochLog> lines, Judgement judgement, long wallMillis) throws IOException {
    StringBuilder csv =
        new StringBuilder(
            "fit,phase,epoch,steps,loss,rating_loss,click_loss,full_ndcg@10,sampled_ndcg@10,learning_rate,seconds\n");
    for (EpochLog line : lines) {
      csv.append(row(line));
    }
    Files.writeString(directory.resolve("training_log.csv"), csv);
    forgetEarlierEvents();
    try (TensorBoardWriter board =
        new TensorBoardWriter(directory.resolve("tensorboard"), wallMillis)) {
      for (EpochLog line : lines) {
        scalars(board, line, wallMillis);
      }
      for (Map.Entry<String, Double> metric : new TreeMap<>(judgement.getMetrics()).entrySet()) {
        board.scalar("next_event/" + metric.getKey(), 0, metric.getValue(), wallMillis);
      }
    }
  }

  /** An earlier run's event files would be drawn as one curve with this one's. */
  private void forgetEarlierEvents() throws IOException {
    try (DirectoryStream<Path> events =
        Files.newDirectoryStream(directory.resolve("tensorboard"), "events.out.tfevents.*")) {
      for (Path event : events) {
        Files.delete(event);
      }
    }
  }

  private static String row(EpochLog line) {
    return String.format(
        Locale.ROOT,
        "%s,%s,%d,%d,%s,%s,%s,%s,%s,%s,%.3f%n",
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

  private static void scalars(TensorBoardWriter board, EpochLog line, long wallMillis)
      throws IOException {
    String prefix = line.fit() + "/" + line.phase() + "/";
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", line.loss());
    values.put("rating_loss", line.ratingLoss());
    values.put("click_loss", line.clickLoss());
    values.put("full_ndcg@10", line.fullNdcg());
    values.put("sampled_ndcg@10", line.sampledNdcg());
    values.put("learning_rate", line.rate());
    for (Map.Entry<String, Double> value : values.entrySet()) {
      if (!Double.isNaN(value.getValue())) {
        board.scalar(prefix + value.getKey(), line.epoch(), value.getValue(), wallMillis);
      }
    }
  }

  /** Writes what was measured. */
  public void metrics(Judgement judgement, @Nullable String refusal, Map<String, Double> seconds)
      throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("refusal", refusal);
    all.put("metrics", new TreeMap<>(judgement.getMetrics()));
    all.put("popularity", new TreeMap<>(judgement.getPopularity()));
    all.put("metricsP3", new TreeMap<>(judgement.getMetricsP3()));
    all.put("popularityP3", new TreeMap<>(judgement.getPopularityP3()));
    all.put("seconds", new TreeMap<>(seconds));
    JSON.writeValue(directory.resolve("metrics.json").toFile(), all);
  }

  /** Writes where the model comes from. */
  public void provenance(Provenance from, String dataset) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("dataset", dataset);
    all.put("engine", from.getEngine());
    all.put("device", from.getDevice());
    all.put("configuration", from.getConfiguration());
    all.put("seed", from.getSeed());
    all.put("codeVersion", from.getCodeVersion());
    all.put("jvm", from.getJvm());
    all.put("hardware", from.getHardware());
    all.put("examples", from.getExamples());
    all.put("seconds", from.getSeconds());
    JSON.writeValue(directory.resolve("provenance.json").toFile(), all);
  }
}
