package io.millrace.standalone.command;

import io.millrace.standalone.console.Table;
import io.millrace.trainer.protocol.report.EvaluationReport;
import io.millrace.trainer.protocol.report.Figures;
import io.millrace.trainer.protocol.report.ModelResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found, as the terminal shows it: a row for each model that was judged.
 *
 * @param found the figures
 */
record EvaluationTable(EvaluationReport found) {
  @Override
  public String toString() {
    List<String> head = new ArrayList<>(List.of("model"));
    head.addAll(found.headline());
    head.addAll(List.of("training s", "predicting s"));
    Table table = new Table(head.toArray(String[]::new));
    found.judged().forEach(result -> table.row(row(result)));
    return table.toString();
  }

  private Object[] row(ModelResult result) {
    List<String> row = new ArrayList<>(List.of(result.label()));
    found.headline().forEach(metric -> row.add(Figures.shown(metric, result)));
    row.add(shown(result.seconds().get("training")));
    row.add(shown(result.seconds().get("predicting")));
    return row.toArray();
  }

  private static String shown(@Nullable Double seconds) {
    return seconds == null ? "" : String.format(Locale.ROOT, "%.1f", seconds);
  }
}
