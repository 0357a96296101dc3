package io.millrace.data;

import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A data set of ratings with its catalogue. Every call reads afresh; streams hold files open until
 * they are read to the end or closed. Safe for use by several threads, each with its own streams.
 *
 * <p>Ids are the data set's own, as strings. Times are milliseconds since the epoch. Numbers are
 * parsed, not judged: a rating of 7 stars or a time before 1970 is delivered as it stands, because
 * the stream's validation, not the reader, refuses it where everyone can see it.
 */
public interface Dataset {
  /** Name in reports and record headers: of a release (ml-1m), or of the directory or zip. */
  String name();

  /** A word on who made the data and under which terms. */
  String licence();

  /**
   * The catalogue, in file order.
   *
   * @throws DatasetFault if the files cannot be read, or a line is malformed and that is not
   *     tolerated
   */
  Stream<Item> items();

  /** The same; lines that are skipped are handed over as they are met, of all files it is from. */
  default Stream<Item> items(Consumer<MalformedLine> malformed) {
    return items();
  }

  /** Users of whom something is known, in file order; empty where the release tells nothing. */
  Stream<User> users();

  /** The same; lines that are skipped are handed over as they are met. */
  default Stream<User> users(Consumer<MalformedLine> malformed) {
    return users();
  }

  /** Ratings in the order of the file, in constant memory. Malformed lines are skipped or fail. */
  Stream<Rating> ratingsInFileOrder();

  /**
   * Ratings in order of time, ties in the order of the file. Reads the whole file; {@link
   * OrderedRatings} tells what it costs.
   */
  OrderedRatings ratingsInTimeOrder();

  /** {@link #ratingsInTimeOrder()} as a stream. */
  default Stream<Rating> ratings() {
    return ratingsInTimeOrder().stream();
  }
}
