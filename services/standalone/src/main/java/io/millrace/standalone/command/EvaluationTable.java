package io.millrace.standalone.command;

import io.millrace.standalone.console.Table;
import io.millrace.trainer.protocol.report.Column;
import io.millrace.trainer.protocol.report.EvaluationReport;
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
    List<Column> columns = found.columns();
    columns.forEach(column -> head.add(column.head()));
    head.addAll(List.of("training s", "predicting s"));
    Table table = new Table(head.toArray(String[]::new));
    found.judged().forEach(result -> table.row(row(columns, result)));
    return table.toString();
  }

  private static Object[] row(List<Column> columns, ModelResult result) {
    List<String> row = new ArrayList<>(List.of(result.label()));
    columns.forEach(column -> row.add(column.cell().apply(result)));
    row.add(shown(result.seconds().get("training")));
    row.add(shown(result.seconds().get("predicting")));
    return row.toArray();
  }

  private static String shown(@Nullable Double seconds) {
    return seconds == null ? "" : String.format(Locale.ROOT, "%.1f", seconds);
  }
}
