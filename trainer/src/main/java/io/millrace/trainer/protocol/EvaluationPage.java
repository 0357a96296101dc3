package io.millrace.trainer.protocol;

import java.nio.file.Path;
import java.util.Locale;
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
    StringBuilder body = new StringBuilder();
    body.append("<table>\n");
    report
        .settings()
        .forEach((name, value) -> body.append(row("th", name, "td", value.toString())));
    body.append("</table>\n<table>\n").append(figures()).append("</table>\n");
    new EvaluationPlots(report).all().forEach(plot -> body.append(figure(plot)));
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>Evaluation</title>
    <style>
    body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 900px; color: #222 }
    table { border-collapse: collapse; margin: 1rem 0 } td, th { padding: .2rem 1rem .2rem 0; text-align: left }
    td { font-variant-numeric: tabular-nums } figure { margin: 1.5rem 0 } svg { max-width: 100%% }
    </style>
    </head>
    <body>
    <h1>Evaluation</h1>
    %s</body>
    </html>
    """
        .formatted(body);
  }

  private static String figure(EvaluationPlots.Plot plot) {
    return "<figure aria-label=\"%s\">%s</figure>\n".formatted(escaped(plot.title()), plot.svg());
  }

  private static String row(String a, String first, String b, String second) {
    return "<tr><%s>%s</%s><%s>%s</%s></tr>\n"
        .formatted(a, escaped(first), a, b, escaped(second), b);
  }

  private StringBuilder figures() {
    TreeSet<String> metrics = new TreeSet<>();
    report.results().forEach(result -> metrics.addAll(result.metrics().keySet()));
    StringBuilder rows = new StringBuilder("<tr><th></th>");
    report.results().forEach(r -> rows.append("<th>").append(escaped(r.model())).append("</th>"));
    rows.append("</tr>\n");
    for (String metric : metrics) {
      rows.append("<tr><th>").append(escaped(metric)).append("</th>");
      report.results().forEach(result -> rows.append(cell(result.metrics(), metric)));
      rows.append("</tr>\n");
    }
    return rows;
  }

  private static String cell(Map<String, Double> metrics, String metric) {
    Double value = metrics.get(metric);
    return "<td>%s</td>".formatted(value == null ? "" : String.format(Locale.ROOT, "%.4f", value));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
