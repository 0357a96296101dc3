package io.millrace.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.encode.EventSignals;
import io.millrace.trainer.dataset.InteractionColumns;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.EventSequences;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventWindowsTest {
  /** User u0 rates at 0, 2, 4, 6, 8 s; u1 at 1, 3 s: interactions 0, 2, 4, 5, 6 and 1, 3. */
  private final Interactions data = interactions();

  private static Interactions interactions() {
    InteractionColumns columns = new InteractionColumns();
    int[] users = {0, 1, 0, 1, 0, 0, 0};
    long[] seconds = {0, 1, 2, 3, 4, 6, 8};
    for (int i = 0; i < users.length; i++) {
      columns.add("u" + users[i], "i" + i, 1 + i, 1000 * seconds[i], 0, i);
    }
    return columns.snapshot();
  }

  @Test
  void shouldPackTheLongestFirstAndTellWhereEachEnds() {
    EventWindows windows = new EventWindows(data, 0, 7, 3);

    // of u1 two events; of u0 the last four: three before the one asked for
    PackedEvents packed = windows.pack(windows.endingAt(new int[] {3, 6}));

    EventSequences sequences = packed.sequences();
    assertThat(sequences.steps()).isEqualTo(4);
    assertThat(sequences.starts()).containsExactly(0, 2, 4, 5, 6);
    assertThat(packed.events()).containsExactly(2, 1, 4, 3, 5, 6);
    assertThat(sequences.last()).containsExactly(3, 5);
    assertThat(sequences.items())
        .containsExactly(Arrays.stream(packed.events()).map(e -> 1 + data.item(e)).toArray());
  }

  @Test
  void shouldBeginNoSoonerThanTheStretchWhereOnlyItsEventsAreWanted() {
    EventWindows windows = new EventWindows(data, 3, 7, 3);

    // of u0 the events 0, 2, 4 come before 5; 0 and 2 come before the stretch, as 1 does of u1
    assertThat(windows.pack(windows.endingWithin(new int[] {5, 3})).events())
        .containsExactly(4, 3, 5);
  }

  @Test
  void shouldEncodeEachEventWithTheTimeSinceTheOneBeforeIt() {
    EventWindows windows = new EventWindows(data, 0, 7, 3);

    float[] signals = windows.pack(windows.endingAt(new int[] {3})).sequences().signals();

    float[] expected = new float[2 * EventSignals.WIDTH];
    EventSignals.encode(2, -1, expected, 0);
    EventSignals.encode(4, 2000, expected, EventSignals.WIDTH);
    assertThat(signals).isEqualTo(expected);
  }

  @Test
  void shouldPutEveryEventOfTheStretchIntoOneWindowWhereverTheCutFalls() {
    for (int seed = 0; seed < 20; seed++) {
      List<EventWindows.Window> cut =
          new EventWindows(data, 1, 6, 1).cut(new SplittableRandom(seed));

      assertThat(cut).allMatch(window -> window.rows() >= 1 && window.rows() <= 2);
      int[] events = new EventWindows(data, 1, 6, 1).pack(cut).events();
      assertThat(Arrays.stream(events).sorted()).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @Test
  void shouldMakeTheSameBatchesFromTheSameSeed() {
    EventWindows windows = new EventWindows(data, 0, 7, 2);
    assertThat(windows.cut(new SplittableRandom(3)))
        .isEqualTo(windows.cut(new SplittableRandom(3)));
  }
}
