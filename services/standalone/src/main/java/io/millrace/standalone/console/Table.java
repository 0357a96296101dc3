package io.millrace.standalone.console;

import java.util.ArrayList;
import java.util.List;

/** A table of text: columns as wide as they need to be. Not thread-safe. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with a head. */
  public Table(String... head) {
    rows.add(List.of(head));
  }

  /** Adds a row, as long as the head. */
  public Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  /** Lines, each ended. */
  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      append(text, rows.get(r), widths);
      if (r == 0) {
        append(text, rules(widths), widths);
      }
    }
    return text.toString();
  }

  private static List<String> rules(int[] widths) {
    List<String> rules = new ArrayList<>();
    for (int width : widths) {
      rules.add("-".repeat(width));
    }
    return rules;
  }

  private static void append(StringBuilder text, List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder("  ");
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
