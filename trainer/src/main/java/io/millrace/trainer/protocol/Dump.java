package io.millrace.trainer.protocol;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.evaluation.Predictions.Prediction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes predictions for anyone to check: a line each, with tabs between user id, item id, event
 * time in seconds since 1970, rank of the item (1 is best), and the ids of the first ten items with
 * commas. Events in order of time.
 */
final class Dump {
  private Dump() {}

  /** The file of one model of several. */
  static Path file(Path dump, String model, int models) {
    return models == 1 ? dump : dump.resolveSibling(dump.getFileName() + "." + model);
  }

  static void write(Path file, Interactions log, Predictions predictions) {
    Outputs.makeDirectory("--dump", file);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Prediction prediction : predictions.all()) {
        out.write(line(log, prediction));
      }
    } catch (IOException e) {
      throw Outputs.fault("--dump", file, e);
    }
  }

  static String line(Interactions log, Prediction prediction) {
    int event = prediction.event();
    return "%s\t%s\t%s\t%d\t%s\n"
        .formatted(
            log.userIds().get(log.user(event)),
            log.itemIds().get(log.item(event)),
            seconds(log.time(event)),
            prediction.rank(),
            Arrays.stream(prediction.top())
                .mapToObj(log.itemIds()::get)
                .collect(Collectors.joining(",")));
  }

  /** Whole seconds, as MovieLens has them; others with their milliseconds. */
  private static String seconds(long millis) {
    return millis % 1000 == 0
        ? Long.toString(millis / 1000)
        : java.math.BigDecimal.valueOf(millis, 3).toPlainString();
  }
}
