package io.millrace.replay;

import io.millrace.data.Dataset;
import io.millrace.data.MalformedLine;
import io.millrace.data.OrderedRatings;
import io.millrace.data.Rating;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Ratings of five users, one a second, written newest first.
 *
 * @param count how many ratings
 * @param malformed lines that could not be parsed
 */
record FakeDataset(int count, List<MalformedLine> malformed) implements Dataset {
  static final long START = 1_000_000;

  static FakeDataset of(int count) {
    return new FakeDataset(count, List.of());
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String licence() {
    return "";
  }

  @Override
  public Stream<Item> items() {
    Item item =
        Item.newBuilder().setItemId("i").setGenres(List.of()).setAttributes(Map.of()).build();
    return Stream.of(item);
  }

  /** The malformed lines, as if they were the catalogue's too. */
  @Override
  public Stream<Item> items(Consumer<MalformedLine> told) {
    malformed.forEach(told);
    return items();
  }

  @Override
  public Stream<User> users() {
    Demographics nothing = Demographics.newBuilder().build();
    return Stream.of("u0", "u1")
        .map(
            id ->
                User.newBuilder()
                    .setUserId(id)
                    .setDemographics(nothing)
                    .setAttributes(Map.of())
                    .build());
  }

  @Override
  public Stream<Rating> ratingsInFileOrder() {
    return ratings();
  }

  @Override
  public OrderedRatings ratingsInTimeOrder() {
    OrderedRatings.Builder builder = new OrderedRatings.Builder();
    for (int second = count - 1; second >= 0; second--) {
      builder.add("u" + second % 5, "i" + second, 3.5, START + second * 1_000L);
    }
    return builder.addMalformed(malformed).build();
  }
}
