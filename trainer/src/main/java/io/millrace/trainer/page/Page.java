package io.millrace.trainer.page;

/** An HTML page that needs nothing beside it, from its top to its end. For one thread. */
public final class Page {
  private final String title;
  private final StringBuilder body = new StringBuilder();

  /**
   * A page without content.
   *
   * @param title and heading, as text
   */
  public Page(String title) {
    this.title = escaped(title);
  }

  /**
   * Adds a table.
   *
   * @param rows as HTML
   */
  public Page table(CharSequence rows) {
    body.append("<table>\n").append(rows).append("</table>\n");
    return this;
  }

  /** Adds a plot. */
  public Page figure(Plot plot) {
    body.append(
        "<figure aria-label=\"%s\">%s</figure>\n".formatted(escaped(plot.title()), plot.svg()));
    return this;
  }

  /** A row of a table, as HTML: a heading and a cell, both given as text. */
  public static String row(String heading, String cell) {
    return "<tr><th>%s</th><td>%s</td></tr>\n".formatted(escaped(heading), escaped(cell));
  }

  /** The page. */
  public String html() {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>%s</title>
    <style>
    body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 900px; color: #222 }
    table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto } td, th { padding: .2rem 1rem .2rem 0; text-align: left }
    td { font-variant-numeric: tabular-nums } figure { margin: 1.5rem 0 } svg { max-width: 100%% }
    </style>
    </head>
    <body>
    <h1>%s</h1>
    %s</body>
    </html>
    """
        .formatted(title, title, body);
  }

  /** Text as it may stand in HTML. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
