package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.GenreTastes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenreLikingTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private final GenreLiking liking = new GenreLiking(Duration.ofDays(1));

  @Test
  void shouldDecayAllGenresAndAddToThoseOfTheItem() {
    GenreTastes first = liking.add(GenreLiking.NONE, List.of("Drama", "War"), 10, DAY);
    GenreTastes second = liking.add(first, List.of("War", "Comedy"), 2, 2 * DAY);

    assertTaste(second, 0, "Drama", 2, 0.5);
    assertTaste(second, 1, "War", 2 - 4, 1.5);
    assertTaste(second, 2, "Comedy", -4, 1);
    assertThat(second.getTastes()).hasSize(3);
    assertThat(second.getAsOf()).isEqualTo(2 * DAY);
  }

  @Test
  void shouldTakeARatingBackAtItsOwnAge() {
    GenreTastes first = liking.add(GenreLiking.NONE, List.of("Drama"), 10, DAY);
    GenreTastes second = liking.add(first, List.of("Drama"), 2, 2 * DAY);

    assertTaste(liking.remove(second, List.of("Drama"), 10, DAY), 0, "Drama", -4, 1);
  }

  @Test
  void shouldNotMeetAGenreTwiceInOneItem() {
    GenreTastes tastes = liking.add(GenreLiking.NONE, List.of("Drama", "Drama"), 10, DAY);

    assertThat(tastes.getTastes()).hasSize(1);
    assertTaste(tastes, 0, "Drama", 4, 1);
  }

  private static void assertTaste(
      GenreTastes tastes, int at, String genre, double weight, double count) {
    GenreTaste taste = tastes.getTastes().get(at);
    assertThat(taste.getGenre()).isEqualTo(genre);
    assertThat(taste.getWeight()).isCloseTo(weight, within(1e-12));
    assertThat(taste.getCount()).isCloseTo(count, within(1e-12));
  }
}
