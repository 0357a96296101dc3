package io.millrace.trainer.protocol.report;

import io.millrace.trainer.evaluation.MetricOrder;
import io.millrace.trainer.page.Page;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An evaluation as one HTML file that needs nothing beside it: settings, figures, plots. */
final class EvaluationPage {
  private final EvaluationReport report;

  EvaluationPage(EvaluationReport report) {
    this.report = report;
  }

  String html() {
    StringBuilder settings = new StringBuilder();
    report.shownSettings().forEach((name, value) -> settings.append(Page.row(name, value)));
    report.environment().facts().forEach((name, value) -> settings.append(Page.row(name, value)));
    Page page = new Page("Evaluation").table(settings).table(headline()).table(figures());
    report.plots().forEach(page::figure);
    return page.html();
  }

  /** A row for each model, as the terminal shows it. */
  private StringBuilder headline() {
    StringBuilder rows = new StringBuilder("<tr><th></th>");
    List<Column> columns = report.columns();
    columns.forEach(of -> rows.append("<th>").append(Page.escaped(of.head())).append("</th>"));
    rows.append("</tr>\n");
    for (ModelResult result : report.results()) {
      rows.append("<tr><th>").append(Page.escaped(result.label())).append("</th>");
      rows.append(
          result.fault() == null
              ? headline(columns, result)
              : fault(columns.size(), result.fault()));
      rows.append("</tr>\n");
    }
    return rows;
  }

  private static String headline(List<Column> columns, ModelResult result) {
    return columns.stream()
        .map(column -> "<td>%s</td>".formatted(Page.escaped(column.cell().apply(result))))
        .collect(Collectors.joining());
  }

  private static String fault(int columns, String fault) {
    return "<td colspan=\"%d\">not judged: %s</td>".formatted(columns, Page.escaped(fault));
  }

  /** All metrics, a column for each model that was judged. */
  private StringBuilder figures() {
    List<ModelResult> judged = report.judged();
    TreeSet<String> metrics = new TreeSet<>(new MetricOrder());
    judged.forEach(result -> metrics.addAll(result.metrics().keySet()));
    StringBuilder rows = new StringBuilder("<tr><th></th>");
    judged.forEach(r -> rows.append("<th>").append(Page.escaped(r.label())).append("</th>"));
    rows.append("</tr>\n");
    for (String metric : metrics) {
      rows.append("<tr><th>").append(Page.escaped(metric)).append("</th>");
      judged.forEach(result -> rows.append(cell(result, metric)));
      rows.append("</tr>\n");
    }
    return rows;
  }

  private static String cell(ModelResult result, String metric) {
    return "<td>%s</td>".formatted(Figures.shown(metric, result));
  }
}
