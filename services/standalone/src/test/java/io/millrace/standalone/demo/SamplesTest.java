package io.millrace.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Dataset;
import io.millrace.data.OrderedRatings;
import io.millrace.data.Rating;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SamplesTest {
  /** User 0 rates at 0, 7, 14..., user 1 at 1, 8...; every item has its second for a name. */
  private static final OrderedRatings SEVEN_USERS = ratings(0, 700, 7);

  private static OrderedRatings ratings(int from, int to, int users) {
    OrderedRatings.Builder builder = new OrderedRatings.Builder();
    for (int second = from; second < to; second++) {
      builder.add("u" + second % users, "i" + second, 4, second * 1000L);
    }
    return builder.build();
  }

  @Test
  void shouldTellOfTheUsersWhoseRatingsEndTheReplay() {
    Samples samples = Samples.of(new Played(SEVEN_USERS, false), 0);

    assertThat(samples.users()).isEqualTo(7);
    assertThat(samples.items()).isEqualTo(1000);
    assertThat(samples.histories().keySet()).containsExactly("u6", "u5", "u4");
    assertThat(samples.histories().get("u6"))
        .hasSize(8)
        .startsWith(new SampleUser.Rated("i699", "Title 699", 4, 699_000))
        .endsWith(new SampleUser.Rated("i650", "Title 650", 4, 650_000));
  }

  @Test
  void shouldLeaveOutWhatIsBeyondTheLimit() {
    Samples samples = Samples.of(new Played(SEVEN_USERS, false), 3);

    assertThat(samples.users()).isEqualTo(3);
    assertThat(samples.histories().keySet()).containsExactly("u2", "u1", "u0");
    assertThat(samples.histories().values()).allMatch(history -> history.size() == 1);
  }

  @Test
  void shouldNotHoldEveryRatingAsAnObject() {
    Samples samples = Samples.of(new Played(SEVEN_USERS, true), 0);

    assertThat(samples.histories()).hasSize(3);
  }

  /** A data set whose ratings may not be taken as a stream. */
  private record Played(OrderedRatings ratingsInTimeOrder, boolean guarded) implements Dataset {
    @Override
    public String name() {
      return "played";
    }

    @Override
    public String licence() {
      return "";
    }

    @Override
    public Stream<Item> items() {
      return IntStream.range(0, 1000)
          .mapToObj(
              i ->
                  Item.newBuilder()
                      .setItemId("i" + i)
                      .setTitle("Title " + i)
                      .setGenres(List.of())
                      .setAttributes(Map.of())
                      .build());
    }

    @Override
    public Stream<User> users() {
      return Stream.empty();
    }

    @Override
    public Stream<Rating> ratingsInFileOrder() {
      throw new IllegalStateException("must not be asked for");
    }

    @Override
    public Stream<Rating> ratings() {
      if (guarded) {
        throw new IllegalStateException("must not be asked for");
      }
      return ratingsInTimeOrder.stream();
    }
  }
}
