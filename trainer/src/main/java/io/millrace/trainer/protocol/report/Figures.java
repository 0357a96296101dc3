package io.millrace.trainer.protocol.report;

import io.millrace.trainer.evaluation.ClusteredMean;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the value of a metric is written: counts as whole numbers. */
public final class Figures {
  private static final String COUNT = "predictions";

  private Figures() {}

  /** For a table: four places of what is no count; empty for what is not there or no number. */
  public static String shown(String metric, @Nullable Double value) {
    if (value == null || value.isNaN()) {
      return "";
    }
    return String.format(Locale.ROOT, metric.equals(COUNT) ? "%.0f" : "%.4f", value);
  }

  /** A model's, with {@code ±} the standard deviation over the seeds where there are several. */
  public static String shown(String metric, ModelResult result) {
    String mean = shown(metric, result.metrics().get(metric));
    double deviation = result.deviation(metric);
    return mean.isEmpty() || metric.equals(COUNT) || Double.isNaN(deviation)
        ? mean
        : mean + " ± " + shown(metric, deviation);
  }

  /** Its standard error; empty where there is none. */
  static String error(ClusteredMean of) {
    return Double.isNaN(of.standardError()) ? "" : "± " + places(of.standardError());
  }

  /** With its sign, and the standard error where there is one. */
  static String difference(ClusteredMean of) {
    String sign = of.mean() < 0 ? "" : "+";
    return (sign + places(of.mean()) + " " + error(of)).strip();
  }

  private static String places(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** For JSON. */
  static Number number(String metric, Double value) {
    return metric.equals(COUNT) ? (Number) Math.round(value) : value;
  }
}
