package io.millrace.data.movielens;

import io.millrace.data.Dataset;
import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetFault.Reason;
import io.millrace.data.MalformedLine;
import io.millrace.data.OrderedRatings;
import io.millrace.data.Rating;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A MovieLens release in a directory or zip. Immutable and thread-safe. */
public final class MovieLens implements Dataset {
  /** GroupLens' terms, in a word, with the citation they ask for. */
  public static final String LICENCE =
      "MovieLens data by GroupLens, University of Minnesota: free for research, not to be"
          + " redistributed or used commercially without permission (see the README in it)."
          + " F. M. Harper, J. A. Konstan. The MovieLens Datasets: History and Context."
          + " ACM TiiS 5(4), 2015. https://doi.org/10.1145/2827872";

  private final String name;
  private final Layout layout;
  private final boolean tolerant;
  private final String place;

  private MovieLens(String name, Layout layout, boolean tolerant, String place) {
    this.name = name;
    this.layout = layout;
    this.tolerant = tolerant;
    this.place = place;
  }

  /**
   * Recognises a release by its files.
   *
   * @param name what to call it
   * @param path a directory, or a zip of one
   * @param tolerant whether malformed lines are skipped
   * @throws DatasetFault if it is not there, cannot be read, or is no MovieLens release
   */
  public static MovieLens open(String name, Path path, boolean tolerant) {
    ReleaseFiles files = ReleaseFiles.in(path);
    return new MovieLens(name, layout(files), tolerant, files.place());
  }

  private static Layout layout(ReleaseFiles files) {
    if (files.has("u.data")) {
      return new HundredK(complete(files, "u.data", "u.item"));
    }
    if (files.has("ratings.dat")) {
      return new OneM(complete(files, "ratings.dat", "movies.dat"));
    }
    if (files.has("ratings.csv")) {
      return new Csv(complete(files, "ratings.csv", "movies.csv"));
    }
    throw new DatasetFault(
        Reason.MISSING,
        "%s: must contain u.data, ratings.dat or ratings.csv of a MovieLens release, has none"
            .formatted(files.place()));
  }

  private static ReleaseFiles complete(ReleaseFiles files, String ratings, String items) {
    if (!files.has(items)) {
      throw new DatasetFault(
          Reason.MISSING,
          "%s: must contain %s beside %s, does not".formatted(files.place(), items, ratings));
    }
    return files;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String licence() {
    return LICENCE;
  }

  @Override
  public Stream<Item> items() {
    return layout.items(Tolerance.of(tolerant));
  }

  @Override
  public Stream<Item> items(Consumer<MalformedLine> malformed) {
    return layout.items(new Tolerance(tolerant, malformed));
  }

  @Override
  public Stream<User> users() {
    return layout.users(Tolerance.of(tolerant));
  }

  @Override
  public Stream<User> users(Consumer<MalformedLine> malformed) {
    return layout.users(new Tolerance(tolerant, malformed));
  }

  @Override
  public Stream<Rating> ratingsInFileOrder() {
    AtomicLong row = new AtomicLong();
    return layout.ratings().stream(Tolerance.of(tolerant))
        .map(
            r ->
                new Rating(
                    row.getAndIncrement(), r.userId(), r.itemId(), r.rating(), r.timestamp()));
  }

  @Override
  public OrderedRatings ratingsInTimeOrder() {
    Table<Layout.Parsed> table = layout.ratings();
    Faults faults = new Faults(table.files().place(table.file()), Tolerance.of(tolerant));
    OrderedRatings.Builder builder = new OrderedRatings.Builder();
    try (Stream<Layout.Parsed> rows = table.stream(faults)) {
      rows.forEachOrdered(r -> builder.add(r.userId(), r.itemId(), r.rating(), r.timestamp()));
    }
    OrderedRatings ordered = builder.addMalformed(faults.lines()).build();
    if (ordered.size() == 0) {
      throw new DatasetFault(
          Reason.EMPTY,
          "%s: %s: must have at least one well-formed rating, has none (%d malformed lines)"
              .formatted(place, table.file(), faults.lines().size()));
    }
    return ordered;
  }
}
