package io.millrace.trainer.mlflow;

import io.millrace.trainer.run.EpochLog;
import io.millrace.trainer.tracking.EpochScalars;
import io.millrace.trainer.tracking.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunTag;

/**
 * A run in MLflow's terms. Names of metrics may hold letters, digits and {@code _-. /} only there,
 * so {@code ndcg@10} becomes {@code ndcg_at_10}.
 */
record MlflowRun(RunReport report) {
  /** Longest value of a parameter or tag that every server takes. */
  private static final int LONGEST = 500;

  /** When it began, milliseconds since the epoch. */
  long startMillis() {
    return report.started().toEpochMilli();
  }

  /** When it ended, milliseconds since the epoch. */
  long endMillis() {
    return startMillis() + Math.round(1000 * report.provenance().getSeconds());
  }

  /** The settings; an empty value is no parameter. */
  List<Param> params() {
    List<Param> params = new ArrayList<>();
    new TreeMap<>(report.settings())
        .forEach(
            (key, value) -> {
              if (!value.isBlank()) {
                params.add(Param.newBuilder().setKey(key).setValue(cut(value)).build());
              }
            });
    return params;
  }

  List<RunTag> tags() {
    Map<String, String> tags = new TreeMap<>();
    tags.put("mlflow.runName", report.name());
    tags.put("mlflow.source.name", "millrace");
    tags.put("dataset", report.dataset());
    tags.put("verdict", report.verdict().label());
    tags.put("engine", report.provenance().getEngine());
    tags.put("device", report.provenance().getDevice());
    tags.put("code_version", report.provenance().getCodeVersion());
    tags.put("hardware", report.provenance().getHardware());
    String refusal = report.refusal();
    if (refusal != null) {
      tags.put("refusal", refusal);
    }
    return tags.entrySet().stream()
        .map(t -> RunTag.newBuilder().setKey(t.getKey()).setValue(cut(t.getValue())).build())
        .toList();
  }

  private static String cut(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST - 3) + "...";
  }

  /** Of each epoch, by the epoch's number; and what the run came to. */
  List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    double seconds = 0;
    for (EpochLog line : report.log()) {
      seconds += line.seconds();
      long at = startMillis() + Math.round(1000 * seconds);
      EpochScalars.of(line).forEach((name, value) -> add(metrics, name, value, line.epoch(), at));
    }
    add(metrics, "next_event/", report.judgement().getMetrics());
    add(metrics, "popularity/", report.judgement().getPopularity());
    add(metrics, "live/", report.judgement().getLive());
    add(metrics, "p3/", report.judgement().getMetricsP3());
    add(metrics, "p3_popularity/", report.judgement().getPopularityP3());
    add(metrics, "seconds/", report.phaseSeconds());
    return metrics;
  }

  private void add(List<Metric> metrics, String prefix, Map<String, Double> values) {
    new TreeMap<>(values)
        .forEach((name, value) -> add(metrics, prefix + name, value, 0, endMillis()));
  }

  private static void add(List<Metric> metrics, String name, double value, int step, long millis) {
    if (Double.isFinite(value)) {
      String allowed = name.replace("@", "_at_").replaceAll("[^A-Za-z0-9_\\-. /]", "_");
      metrics.add(
          Metric.newBuilder()
              .setKey(allowed)
              .setValue(value)
              .setStep(step)
              .setTimestamp(millis)
              .build());
    }
  }
}
