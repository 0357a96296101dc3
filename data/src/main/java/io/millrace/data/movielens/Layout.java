package io.millrace.data.movielens;

import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.stream.Stream;

/** How the files of one kind of release are read. */
sealed interface Layout permits HundredK, OneM, Csv {
  /** Items in file order. */
  Stream<Item> items(Tolerance tolerance);

  /** Users in file order. */
  Stream<User> users(Tolerance tolerance);

  /** The ratings' table. */
  Table<Parsed> ratings();

  /** A rating before it has a row. */
  record Parsed(String userId, String itemId, double rating, long timestamp) {
    static Parsed of(Row row) {
      return new Parsed(
          row.id(0, "userId"),
          row.id(1, "itemId"),
          row.stars(2, "rating"),
          row.time(3, "timestamp"));
    }
  }
}
