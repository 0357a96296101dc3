package io.millrace.trainer.tracking;

import io.millrace.trainer.evaluation.MetricOrder;
import io.millrace.trainer.page.Page;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A run as one page: what it was, what it came to, its curves, its settings. */
final class RunPage {
  private final RunReport run;

  RunPage(RunReport run) {
    this.run = run;
  }

  String html() {
    Page page = new Page(run.name()).table(facts()).table(metrics());
    new RunPlots(run.log()).all().forEach(page::figure);
    StringBuilder settings = new StringBuilder();
    run.settings().forEach((key, value) -> settings.append(Page.row(key, value)));
    return page.table(settings).html();
  }

  private StringBuilder facts() {
    StringBuilder rows = new StringBuilder();
    rows.append(Page.row("data set", run.dataset()))
        .append(Page.row("started", run.started().truncatedTo(ChronoUnit.SECONDS).toString()))
        .append(Page.row("engine", run.provenance().getEngine()))
        .append(Page.row("device", run.provenance().getDevice()))
        .append(Page.row("examples", Long.toString(run.provenance().getExamples())))
        .append(Page.row("seconds", shown("%.1f", run.provenance().getSeconds())))
        .append(Page.row("verdict", run.verdict().label()));
    if (run.refusal() != null) {
      rows.append(Page.row("refused", run.refusal()));
    }
    return rows;
  }

  private StringBuilder metrics() {
    StringBuilder rows =
        new StringBuilder(
            "<tr><th>next event, full ranking</th><th>model</th><th>popularity</th></tr>\n");
    Map<String, Double> popularity = run.judgement().getPopularity();
    Map<String, Double> metrics = new TreeMap<>(new MetricOrder());
    metrics.putAll(run.judgement().getMetrics());
    metrics.forEach(
        (metric, value) -> {
          Double other = popularity.get(metric);
          rows.append(
              "<tr><th>%s</th><td>%s</td><td>%s</td></tr>\n"
                  .formatted(
                      Page.escaped(metric),
                      shown("%.4f", value),
                      other == null ? "" : shown("%.4f", other)));
        });
    return rows;
  }

  private static String shown(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
