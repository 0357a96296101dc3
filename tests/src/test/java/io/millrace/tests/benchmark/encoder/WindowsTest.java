package io.millrace.tests.benchmark.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trainer.dataset.InteractionColumns;
import io.millrace.trainer.dataset.Interactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WindowsTest {
  private static final int LENGTH = 4;
  private static final int USERS = 5;
  private static final int RATINGS = 120;

  /** Users in turns, each of whom rates other items, a minute apart. */
  private static Interactions ratings() {
    InteractionColumns columns = new InteractionColumns();
    for (int i = 0; i < RATINGS; i++) {
      columns.add(
          "user " + i % USERS, "item %02d".formatted(i / USERS), 1 + i % 10, 60_000L * i, 0, i);
    }
    return columns.snapshot();
  }

  @Test
  void shouldForetellEveryEventThatIsLearnedFromOnceButUsersFirst() {
    NextItemData data = NextItemData.of(ratings(), RATINGS);
    long seed = 4;
    List<Window> windows = new Windows(data, LENGTH).cut(new SplittableRandom(seed));

    List<Integer> foretold = new ArrayList<>();
    for (Window window : windows) {
      assertThat(window.size()).as("seed %d", seed).isBetween(1, LENGTH);
      for (int place = window.first() + 1; place <= window.end(); place++) {
        foretold.add(data.log().eventOf(window.user(), place));
      }
    }
    assertThat(foretold)
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(USERS, data.split()).boxed().toList());
  }

  @Test
  void shouldLearnFromTheNewestOnly() {
    NextItemData data = NextItemData.of(ratings(), 40);

    List<Window> windows = new Windows(data, LENGTH).cut(new SplittableRandom(4));

    assertThat(data.split() - data.from()).isEqualTo(40);
    assertThat(windows)
        .allSatisfy(
            window ->
                assertThat(data.log().eventOf(window.user(), window.first()))
                    .isGreaterThanOrEqualTo(data.from()));
  }

  @Test
  void shouldGiveEachPlaceItsNextItemAndAllThatWasRatedBefore() {
    NextItemData data = NextItemData.of(ratings(), RATINGS);
    Windows windows = new Windows(data, LENGTH);

    Examples examples = windows.examples(List.of(new Window(1, 0, 2), new Window(3, 5, 8)));

    // A user's k-th rating is of item k.
    assertThat(examples.windows().length()).isEqualTo(3);
    assertThat(examples.windows().items()).containsExactly(1, 2, 0, 6, 7, 8);
    assertThat(examples.at()).containsExactly(0, 1, 3, 4, 5);
    assertThat(examples.target()).containsExactly(1, 2, 6, 7, 8);
    assertThat(ratedOf(examples, 1)).containsExactly(0, 1);
    assertThat(ratedOf(examples, 4)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  private static int[] ratedOf(Examples examples, int row) {
    return Arrays.copyOfRange(
        examples.rated(), examples.ratedStart()[row], examples.ratedStart()[row + 1]);
  }

  @Test
  void shouldAskWithTheLastEventsBeforeOne() {
    NextItemData data = NextItemData.of(ratings(), RATINGS);
    Windows windows = new Windows(data, LENGTH);

    assertThat(windows.before(data.log().eventOf(2, 9))).isEqualTo(new Window(2, 5, 9));
    assertThat(windows.before(data.log().eventOf(2, 3))).isEqualTo(new Window(2, 0, 3));
  }
}
