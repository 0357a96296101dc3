package io.millrace.data.movielens;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The CSV releases (latest, latest-small, 20M, 25M, 32M): {@code ratings.csv}, {@code movies.csv},
 * and where they are there, {@code links.csv} and {@code tags.csv}, which become attributes {@code
 * imdbId}, {@code tmdbId} and {@code tags}: the item's ten most given tags in lower case, most
 * given first, separated by bars. These releases tell nothing of their users.
 */
record Csv(ReleaseFiles files) implements Layout {

  @Override
  public Stream<Item> items(Tolerance tolerance) {
    Map<String, Map<String, String>> attributes = new HashMap<>();
    addLinks(attributes, tolerance);
    addTags(attributes, tolerance);
    return new Table<>(
            files,
            "movies.csv",
            UTF_8,
            Format.CSV,
            "movieId,title,genres",
            3,
            3,
            row -> item(row, attributes))
        .stream(tolerance);
  }

  private static Item item(Row row, Map<String, Map<String, String>> attributes) {
    Title title = Title.of(row.id(1, "title"));
    String id = row.id(0, "movieId");
    return title
        .item(id)
        .setGenres(Genres.ofList(row.text(2)))
        .setAttributes(attributes.getOrDefault(id, Map.of()))
        .build();
  }

  private void addLinks(Map<String, Map<String, String>> attributes, Tolerance tolerance) {
    if (!files.has("links.csv")) {
      return;
    }
    Table<Row> links =
        new Table<>(
            files, "links.csv", UTF_8, Format.CSV, "movieId,imdbId,tmdbId", 2, 3, row -> row);
    try (Stream<Row> rows = links.stream(tolerance)) {
      rows.forEach(
          row -> addLink(attributes.computeIfAbsent(row.text(0), id -> new TreeMap<>()), row));
    }
  }

  private static void addLink(Map<String, String> attributes, Row row) {
    if (!row.text(1).isBlank()) {
      attributes.put("imdbId", row.text(1).strip());
    }
    if (row.fields().size() > 2 && !row.text(2).isBlank()) {
      attributes.put("tmdbId", row.text(2).strip());
    }
  }

  private void addTags(Map<String, Map<String, String>> attributes, Tolerance tolerance) {
    if (!files.has("tags.csv")) {
      return;
    }
    Table<Row> tags =
        new Table<>(
            files, "tags.csv", UTF_8, Format.CSV, "userId,movieId,tag,timestamp", 4, 4, row -> row);
    TagCounts counts = new TagCounts();
    try (Stream<Row> rows = tags.stream(tolerance)) {
      rows.forEach(row -> counts.add(row.text(1), row.text(2).strip().toLowerCase(Locale.ROOT)));
    }
    counts.forEachItem(
        (id, top) -> attributes.computeIfAbsent(id, i -> new TreeMap<>()).put("tags", top));
  }

  @Override
  public Stream<User> users(Tolerance tolerance) {
    return Stream.empty();
  }

  @Override
  public Table<Parsed> ratings() {
    return new Table<>(
        files,
        "ratings.csv",
        UTF_8,
        Format.CSV,
        "userId,movieId,rating,timestamp",
        4,
        4,
        Parsed::of);
  }
}
