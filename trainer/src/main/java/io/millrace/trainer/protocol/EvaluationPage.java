package io.millrace.trainer.protocol;

import io.millrace.trainer.page.Page;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/** An evaluation as one HTML file that needs nothing beside it: settings, figures, plots. */
final class EvaluationPage {
  private final EvaluationReport report;

  EvaluationPage(EvaluationReport report) {
    this.report = report;
  }

  void write(Path file) {
    Outputs.write("--report", file, html());
  }

  String html() {
    StringBuilder settings = new StringBuilder();
    report.settings().forEach((name, value) -> settings.append(Page.row(name, value.toString())));
    Page page = new Page("Evaluation").table(settings).table(figures());
    new EvaluationPlots(report).all().forEach(page::figure);
    return page.html();
  }

  private StringBuilder figures() {
    TreeSet<String> metrics = new TreeSet<>();
    report.results().forEach(result -> metrics.addAll(result.metrics().keySet()));
    StringBuilder rows = new StringBuilder("<tr><th></th>");
    report
        .results()
        .forEach(r -> rows.append("<th>").append(Page.escaped(r.model())).append("</th>"));
    rows.append("</tr>\n");
    for (String metric : metrics) {
      rows.append("<tr><th>").append(Page.escaped(metric)).append("</th>");
      report.results().forEach(result -> rows.append(cell(result.metrics(), metric)));
      rows.append("</tr>\n");
    }
    return rows;
  }

  private static String cell(Map<String, Double> metrics, String metric) {
    return "<td>%s</td>".formatted(Figures.shown(metric, metrics.get(metric)));
  }
}
