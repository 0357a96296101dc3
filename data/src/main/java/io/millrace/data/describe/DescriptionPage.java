package io.millrace.data.describe;

import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetFault.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A summary as one HTML file that needs nothing beside it: a table, and plots of ratings over time,
 * per user, per item, by stars and by genre, as SVG.
 */
public final class DescriptionPage {
  private final DatasetSummary summary;

  public DescriptionPage(DatasetSummary summary) {
    this.summary = summary;
  }

  /**
   * Writes the page.
   *
   * @throws DatasetFault if the file cannot be written
   */
  public void write(Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, html());
    } catch (IOException e) {
      throw new DatasetFault(
          Reason.UNREADABLE,
          "output: %s must be a file that can be written, is not (%s); choose another"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** The page. */
  public String html() {
    String title = escaped(summary.name());
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>%s</title>
    <style>
    body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 800px; color: #222 }
    table { border-collapse: collapse } td, th { padding: .2rem 1rem .2rem 0; text-align: left }
    td { font-variant-numeric: tabular-nums } figure { margin: 1.5rem 0 } svg { max-width: 100%% }
    footer { color: #666; font-size: .85rem; margin-top: 2rem }
    </style>
    </head>
    <body>
    <h1>%s</h1>
    %s
    %s
    <footer>%s</footer>
    </body>
    </html>
    """
        .formatted(title, title, table(), figures(), escaped(summary.licence()));
  }

  private String table() {
    StringBuilder rows = new StringBuilder("<table>\n");
    facts()
        .forEach(
            (name, value) ->
                rows.append("<tr><th>%s</th><td>%s</td></tr>\n".formatted(name, escaped(value))));
    return rows.append("</table>").toString();
  }

  /** The table's rows, for consoles too: name to value. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Ratings", number(summary.ratings()));
    facts.put("Users who rate", number(summary.users()));
    facts.put("Users described", number(summary.describedUsers()));
    facts.put("Items in the catalogue", number(summary.items()));
    facts.put("Items rated", number(summary.perItem().size()));
    facts.put("Density", String.format(Locale.ROOT, "%.3f %%", summary.density() * 100));
    facts.put("Mean rating", String.format(Locale.ROOT, "%.3f", summary.meanRating()));
    facts.put("Ratings per user, median", number(median(summary.perUser())));
    facts.put("Ratings per item, median", number(median(summary.perItem())));
    facts.put("First rating", Instant.ofEpochMilli(summary.oldest()).toString());
    facts.put("Last rating", Instant.ofEpochMilli(summary.newest()).toString());
    return facts;
  }

  private String figures() {
    if (summary.ratings() == 0) {
      return "<p>No ratings.</p>";
    }
    System.setProperty("java.awt.headless", "true");
    StringBuilder figures = new StringBuilder();
    add(figures, Plots.ratingsOverTime(summary));
    add(figures, Plots.stars(summary.byStars()));
    add(figures, Plots.ratingsPer("user", summary.perUser()));
    add(figures, Plots.ratingsPer("item", summary.perItem()));
    addGenres(figures, "Items by genre", "items", summary.itemsByGenre());
    addGenres(figures, "Ratings by genre", "ratings", summary.ratingsByGenre());
    return figures.toString();
  }

  private static void addGenres(
      StringBuilder figures, String title, String what, Map<String, Long> byGenre) {
    if (!byGenre.isEmpty()) {
      add(figures, Plots.genres(title, what, byGenre));
    }
  }

  private static void add(StringBuilder figures, String svg) {
    figures.append("<figure>").append(svg).append("</figure>\n");
  }

  private static long median(List<Integer> descending) {
    return descending.isEmpty() ? 0 : descending.get(descending.size() / 2);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
