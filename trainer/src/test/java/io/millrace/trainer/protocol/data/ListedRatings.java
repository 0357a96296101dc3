package io.millrace.trainer.protocol.data;

import io.millrace.data.Dataset;
import io.millrace.data.OrderedRatings;
import io.millrace.data.Rating;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A data set in memory. */
public record ListedRatings(List<Item> catalogue, List<User> people, List<Rating> rows)
    implements Dataset {
  /** Another data set's catalogue and users with the ratings up to a moment. */
  public static ListedRatings upTo(Dataset whole, long moment) {
    return new ListedRatings(
        whole.items().toList(),
        whole.users().toList(),
        whole.ratings().filter(rating -> rating.timestamp() <= moment).toList());
  }

  /** Another data set with its first ratings alone. */
  public static ListedRatings first(int ratings, Dataset whole) {
    return new ListedRatings(
        whole.items().toList(), whole.users().toList(), whole.ratings().limit(ratings).toList());
  }

  /** Without catalogue or users, from texts of user, item, stars and second. */
  public static ListedRatings of(String... rows) {
    List<Rating> ratings =
        Stream.of(rows)
            .map(row -> row.split(" ", 4))
            .map(
                row ->
                    new Rating(
                        0,
                        row[0],
                        row[1],
                        Double.parseDouble(row[2]),
                        1000 * Long.parseLong(row[3])))
            .toList();
    return new ListedRatings(List.of(), List.of(), ratings);
  }

  /** The same with a catalogue of every item that is rated, and no more known of it than its id. */
  public static ListedRatings catalogued(String... rows) {
    List<Rating> ratings = of(rows).rows();
    List<Item> items =
        ratings.stream().map(Rating::itemId).distinct().map(ListedRatings::item).toList();
    return new ListedRatings(items, List.of(), ratings);
  }

  /** A catalogue entry without genres. */
  public static Item item(String id) {
    return new Item(id, "film " + id, null, List.of(), Map.of(), true, null);
  }

  @Override
  public String name() {
    return "listed";
  }

  @Override
  public String licence() {
    return "made for a test";
  }

  @Override
  public Stream<Item> items() {
    return catalogue.stream();
  }

  @Override
  public Stream<User> users() {
    return people.stream();
  }

  @Override
  public Stream<Rating> ratingsInFileOrder() {
    return rows.stream();
  }

  @Override
  public OrderedRatings ratingsInTimeOrder() {
    OrderedRatings.Builder builder = new OrderedRatings.Builder();
    rows.forEach(r -> builder.add(r.userId(), r.itemId(), r.rating(), r.timestamp()));
    return builder.build();
  }
}
