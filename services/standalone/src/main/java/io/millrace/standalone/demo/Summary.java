package io.millrace.standalone.demo;

import io.millrace.schemas.ModelManifest;
import io.millrace.standalone.console.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a demo measured, for people. */
final class Summary {
  private static final List<String> SHOWN =
      List.of("ndcg@10", "recall@10", "hr@10", "mrr@10", "hr@100", "coverage@10", "rmse", "auc");

  private Summary() {}

  static String of(DemoReport report) {
    StringBuilder text = new StringBuilder();
    text.append('\n').append(facts(report));
    for (ModelManifest manifest : report.training()) {
      text.append('\n').append(metrics(manifest));
    }
    for (SampleUser user : report.samples().subList(0, Math.min(1, report.samples().size()))) {
      text.append('\n').append(user(user));
    }
    return text.toString();
  }

  private static Table facts(DemoReport report) {
    Table table = new Table("", report.dataset());
    table.row("users", report.users());
    table.row("items", report.items());
    DemoReport.Stream stream = report.stream();
    table.row("events", stream.events());
    if (stream.resumed() > 0) {
      table.row("  from an earlier run", stream.resumed());
    }
    table.row("replay", rate(stream.sent(), stream.replaySeconds()));
    table.row("features, exactly once", rate(stream.sent(), stream.featureSeconds()));
    table.row("accepted / rejected", stream.accepted() + " / " + stream.rejected());
    for (ModelManifest manifest : report.training()) {
      table.row(
          "model " + manifest.getGeneration(),
          String.format(
              Locale.ROOT,
              "%s in %.0f s, %s on %s",
              manifest.getVerdict().name().toLowerCase(Locale.ROOT),
              manifest.getProvenance().getSeconds(),
              manifest.getProvenance().getEngine(),
              manifest.getProvenance().getDevice()));
    }
    latencies(table, "GET recommendations, 100/s", report.serving());
    latencies(table, "event to changed answer", report.freshness());
    if (report.freshnessWhileTraining() != null) {
      latencies(table, "  while training", report.freshnessWhileTraining());
    }
    if (report.itemFreshness() != null) {
      latencies(table, "event to what is popular", report.itemFreshness().popularity());
      latencies(table, "event to what follows what", report.itemFreshness().transitions());
    }
    table.row("resident memory", report.residentMib() + " MiB");
    return table;
  }

  private static String rate(long events, double seconds) {
    return String.format(
        Locale.ROOT, "%.1f s, %.0f events/s", seconds, seconds > 0 ? events / seconds : 0);
  }

  private static void latencies(Table table, String what, Latencies of) {
    table.row(
        what,
        of.samples() == 0
            ? "nothing to tell"
            : String.format(
                Locale.ROOT,
                "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms (%d)",
                of.p50Ms(),
                of.p95Ms(),
                of.p99Ms(),
                of.samples()));
    if (of.failures() > 0) {
      table.row("", of.failed());
    }
  }

  private static Table metrics(ModelManifest manifest) {
    Table table =
        new Table(
            "next event, newest ratings (trainer.judged_share)",
            manifest.getGeneration(),
            "popularity");
    Map<String, Double> ours = manifest.getJudgement().getMetrics();
    Map<String, Double> theirs = manifest.getJudgement().getPopularity();
    for (String metric : SHOWN) {
      if (ours.containsKey(metric)) {
        table.row(metric, shown(ours.get(metric)), shown(theirs.get(metric)));
      }
    }
    return table;
  }

  private static String shown(@Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String user(SampleUser user) {
    Table history = new Table("user " + user.userId() + " rated last", "stars");
    user.history()
        .forEach(rated -> history.row(name(rated.title(), rated.itemId()), rated.rating()));
    Table list = new Table("and may like", "score");
    user.recommendations()
        .forEach(
            item ->
                list.row(
                    name(item.title(), item.itemId()),
                    String.format(Locale.ROOT, "%.3f", item.score())));
    return history + "\n" + list;
  }

  private static String name(String title, String id) {
    return title.isEmpty() ? id : title;
  }
}
