package io.millrace.tests.benchmark.encoder;

import io.millrace.trainer.evaluation.ClusteredMean;
import java.io.PrintWriter;

/** Prints what was found: each epoch as it ends, then a row a kind. */
final class EncodersTable {
  private final PrintWriter out;

  EncodersTable(PrintWriter out) {
    this.out = out;
  }

  /** What it is about. */
  void begin(String data, NextItemData read, int predictions) {
    out.printf(
        "%s: %,d items, %,d ratings learned from, %,d predictions%n",
        data, read.items(), read.learned(), predictions);
    out.flush();
  }

  /** An epoch of a fit. */
  void epoch(EncoderSpec fitted, Fit.Epoch epoch) {
    out.printf(
        "%-11s rate %.4f seed %d epoch %2d: loss %.3f, %6.1f s of CPU, NDCG@10 %.4f to choose"
            + " by, %.4f told%n",
        fitted.kind().label(),
        fitted.rate(),
        fitted.seed(),
        epoch.number(),
        epoch.loss(),
        epoch.cpuSeconds(),
        epoch.choosing(),
        epoch.told().ndcg());
    out.flush();
  }

  /** All kinds. */
  void end(EncodersReport found) {
    out.printf(
        "%n%-11s %7s %17s %17s %13s %6s %11s %9s %7s %8s %9s  %s%n",
        "encoder",
        "rate",
        "NDCG@10",
        "HR@10",
        "at equal CPU",
        "epochs",
        "CPU s/epoch",
        "CPU s/fit",
        "s/fit",
        "encode",
        "MMAC",
        "to the first");
    found.rows().forEach(this::row);
    out.printf("the recurrence that serves encodes a history in %.0f us%n", found.servingMicros());
    out.flush();
  }

  private void row(EncodersReport.Row row) {
    ClusteredMean more = row.toFirst();
    out.printf(
        "%-11s %7.4f %7.4f +- %.4f %7.4f +- %.4f %13.4f %6.1f %11.1f %9.1f %7.1f %5.0f us %9.2f"
            + "  %s%n",
        row.kind(),
        row.rate(),
        row.ndcg().mean(),
        row.ndcg().deviation(),
        row.hitRate().mean(),
        row.hitRate().deviation(),
        row.ndcgWithin().mean(),
        row.epochs(),
        row.cpuSecondsPerEpoch(),
        row.cpuSeconds(),
        row.wallSeconds(),
        row.encodingMicros(),
        row.multiplications() / 1e6,
        more == null ? "" : "%+.4f +- %.4f".formatted(more.mean(), more.standardError()));
  }
}
