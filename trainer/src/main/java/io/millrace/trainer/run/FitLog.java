package io.millrace.trainer.run;

import io.millrace.trainer.TrainingProgress;
import java.util.ArrayList;
import java.util.List;

/** Gathers the log of one fit, and tells each line. For one thread. */
final class FitLog {
  private final String fit;
  private final double retrievalRate;
  private final double rankingRate;
  private final TrainingProgress progress;
  private final List<EpochLog> lines = new ArrayList<>();

  FitLog(String fit, double retrievalRate, double rankingRate, TrainingProgress progress) {
    this.progress = progress;
    this.fit = fit;
    this.retrievalRate = retrievalRate;
    this.rankingRate = rankingRate;
  }

  void retrieval(
      int epoch, long steps, double loss, double validation, double rateFactor, long started) {
    towers("retrieval", epoch, steps, loss, validation, rateFactor, started);
  }

  void finish(int epoch, long steps, double loss, double rateFactor, long started) {
    towers("finish", epoch, steps, loss, Double.NaN, rateFactor, started);
  }

  private void towers(
      String phase,
      int epoch,
      long steps,
      double loss,
      double validation,
      double rateFactor,
      long started) {
    add(
        new EpochLog(
            fit,
            phase,
            epoch,
            steps,
            loss,
            Double.NaN,
            Double.NaN,
            validation,
            Double.NaN,
            retrievalRate * rateFactor,
            seconds(started)));
  }

  void ranking(
      int epoch,
      long steps,
      double loss,
      double rating,
      double click,
      double validation,
      double rateFactor,
      long started) {
    add(
        new EpochLog(
            fit,
            "ranking",
            epoch,
            steps,
            loss,
            rating,
            click,
            Double.NaN,
            validation,
            rankingRate * rateFactor,
            seconds(started)));
  }

  private void add(EpochLog line) {
    lines.add(line);
    progress.epoch(line);
  }

  private static double seconds(long started) {
    return (System.nanoTime() - started) / 1e9;
  }

  List<EpochLog> lines() {
    return List.copyOf(lines);
  }
}
