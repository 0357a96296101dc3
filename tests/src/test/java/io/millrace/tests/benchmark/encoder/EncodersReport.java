package io.millrace.tests.benchmark.encoder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.trainer.evaluation.ClusteredMean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run found, and the shape of its JSON.
 *
 * @param data set
 * @param learned ratings that were learned from
 * @param predictions told of
 * @param servingMicros of CPU of the recurrence that serves, for one history of full length
 * @param rows a kind each
 * @param fits every one that was trained, the searches' too
 */
record EncodersReport(
    String data,
    int learned,
    int predictions,
    double servingMicros,
    List<Row> rows,
    List<FitRow> fits) {
  EncodersReport {
    rows = List.copyOf(rows);
    fits = List.copyOf(fits);
  }

  /**
   * One kind with the rate that was chosen for it.
   *
   * @param kind label
   * @param rate of Adam
   * @param seeds trained
   * @param ndcg NDCG@10 over seeds
   * @param hitRate HR@10 over seeds
   * @param ndcgWithin NDCG@10 of the epochs within as much CPU as the least of all kinds took
   * @param epochs up to the chosen one, mean
   * @param cpuSecondsPerEpoch of training
   * @param cpuSeconds of training a fit, all its epochs, mean
   * @param wallSeconds the same by the clock
   * @param encodingMicros of CPU to encode one history of full length
   * @param multiplications for the same
   * @param toFirst NDCG@10 more than the first kind; null of the first
   */
  record Row(
      String kind,
      double rate,
      int seeds,
      Spread ndcg,
      Spread hitRate,
      Spread ndcgWithin,
      double epochs,
      double cpuSecondsPerEpoch,
      double cpuSeconds,
      double wallSeconds,
      double encodingMicros,
      long multiplications,
      @Nullable ClusteredMean toFirst) {}

  /** One training. */
  record FitRow(String kind, double rate, long seed, List<EpochRow> epochs) {
    FitRow {
      epochs = List.copyOf(epochs);
    }

    static FitRow of(Fit fit) {
      return new FitRow(
          fit.spec().kind().label(),
          fit.spec().rate(),
          fit.spec().seed(),
          fit.epochs().stream().map(EpochRow::of).toList());
    }
  }

  /** One of its epochs; seconds since it began, {@code told} of the best epoch so far. */
  record EpochRow(
      int epoch,
      double loss,
      double wallSeconds,
      double cpuSeconds,
      double choosingNdcg,
      double toldNdcg,
      double toldHitRate) {
    static EpochRow of(Fit.Epoch epoch) {
      return new EpochRow(
          epoch.number(),
          epoch.loss(),
          epoch.wallSeconds(),
          epoch.cpuSeconds(),
          epoch.choosing(),
          epoch.told().ndcg(),
          epoch.told().hitRate());
    }
  }

  /** The report as JSON. */
  String json() throws IOException {
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this);
  }

  /** Writes the JSON, directories included. */
  void write(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, json() + "\n");
  }
}
