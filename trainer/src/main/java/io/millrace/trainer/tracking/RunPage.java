package io.millrace.trainer.tracking;

import io.millrace.schemas.Judgement;
import io.millrace.trainer.evaluation.MetricOrder;
import io.millrace.trainer.page.Page;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
    Judgement judgement = run.judgement();
    Map<String, Map<String, Double>> columns = new LinkedHashMap<>();
    columns.put("model", judgement.getMetrics());
    columns.put("popularity", judgement.getPopularity());
    if (!judgement.getLive().isEmpty()) {
      columns.put("live generation", judgement.getLive());
    }
    StringBuilder rows = new StringBuilder("<tr><th>next event, full ranking</th>");
    columns.keySet().forEach(whose -> rows.append("<th>").append(whose).append("</th>"));
    rows.append("</tr>\n");
    TreeSet<String> metrics = new TreeSet<>(new MetricOrder());
    metrics.addAll(judgement.getMetrics().keySet());
    for (String metric : metrics) {
      rows.append("<tr><th>").append(Page.escaped(metric)).append("</th>");
      columns.values().forEach(of -> rows.append(cell(of.get(metric))));
      rows.append("</tr>\n");
    }
    return rows;
  }

  private static String cell(@Nullable Double value) {
    return "<td>" + (value == null ? "" : shown("%.4f", value)) + "</td>";
  }

  private static String shown(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
