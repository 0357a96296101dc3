package io.millrace.standalone.demo;

import io.millrace.features.FeatureProgress;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is said of a stage beside its bar, and when it has ended. */
final class Stages {
  private Stages() {}

  /**
   * What features are at. When every event has passed the users' side, the items' side is still to
   * come: a bar at its end would tell of nothing that moves.
   *
   * @param sent records to be processed
   */
  static String features(FeatureProgress now, long sent) {
    return now.valid() + now.rejected() < sent
        ? String.format(Locale.ROOT, "%.0f events/s, %s", now.eventsPerSecond(), behind(now))
        : "users done; waiting for items and transitions, " + behind(now);
  }

  /**
   * How far features are behind. An event makes several records on its way through them, so these
   * are more than the events that are left.
   */
  static String behind(FeatureProgress now) {
    return (now.lag() < 0 ? "?" : Long.toString(now.lag())) + " records behind";
  }

  /** How a training ended, in a line. */
  static String verdict(ModelManifest manifest) {
    String how =
        manifest.getVerdict() == GateVerdict.PUBLISHED
            ? "published"
            : "refused: " + Objects.requireNonNullElse(manifest.getRefusal(), "no reason given");
    return "model %s %s (ndcg@10 %s, popularity %s; %.0f s)"
        .formatted(
            manifest.getGeneration(),
            how,
            shown(manifest.getJudgement().getMetrics().get("ndcg@10")),
            shown(manifest.getJudgement().getPopularity().get("ndcg@10")),
            manifest.getProvenance().getSeconds());
  }

  private static String shown(@Nullable Double value) {
    return value == null ? "?" : String.format(Locale.ROOT, "%.4f", value);
  }
}
