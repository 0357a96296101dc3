package io.millrace.trainer.sampling;

import io.millrace.model.encode.EventSignals;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.EventSequences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Windows of users' events, and how they are packed. Immutable; thread-safe. */
public final class EventWindows {
  private final Interactions interactions;
  private final int from;
  private final int to;
  private final int length;

  /**
   * Some of a user's events, one after another.
   *
   * @param first place of the first among the user's
   * @param end place after the last
   */
  public record Window(int user, int first, int end) {
    /** Events. */
    int rows() {
      return end - first;
    }
  }

  /**
   * Windows over a stretch.
   *
   * @param from first interaction
   * @param to end (exclusive)
   * @param length most events before one in a window
   */
  public EventWindows(Interactions interactions, int from, int to, int length) {
    this.interactions = interactions;
    this.from = from;
    this.to = to;
    this.length = length;
  }

  /** Every event of the stretch in one window, users in order; the first cut of each is random. */
  List<Window> cut(SplittableRandom random) {
    List<Window> windows = new ArrayList<>();
    for (int user = 0; user < interactions.userIds().size(); user++) {
      int end = placeOf(user, to);
      int at = placeOf(user, from);
      int next = at + 1 + random.nextInt(length + 1);
      while (at < end) {
        windows.add(new Window(user, at, Math.min(end, next)));
        at = next;
        next = at + length + 1;
      }
    }
    return windows;
  }

  /**
   * The place of a user's first event at or after an interaction: events are in order of places.
   */
  private int placeOf(int user, int event) {
    int low = 0;
    int high = interactions.ratingsOf(user);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (interactions.eventOf(user, middle) < event) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The longest window that ends with each interaction; may begin before the stretch. */
  public List<Window> endingAt(int[] events) {
    return Arrays.stream(events)
        .mapToObj(
            event -> {
              int place = interactions.place(event);
              return new Window(interactions.user(event), Math.max(0, place - length), place + 1);
            })
        .toList();
  }

  /** The same, of the stretch's events only: for {@code events} of the stretch. */
  List<Window> endingWithin(int[] events) {
    return endingAt(events).stream()
        .map(window -> new Window(window.user(), first(window), window.end()))
        .toList();
  }

  private int first(Window window) {
    return Math.max(window.first(), placeOf(window.user(), from));
  }

  /** Packs windows: the longest first, otherwise in their order. */
  public PackedEvents pack(List<Window> windows) {
    Integer[] order = IntStream.range(0, windows.size()).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingInt(w -> -windows.get(w).rows()));
    int steps = windows.isEmpty() ? 0 : windows.get(order[0]).rows();
    int[] starts = new int[steps + 1];
    for (int step = 0; step < steps; step++) {
      int going = 0;
      while (going < order.length && windows.get(order[going]).rows() > step) {
        going++;
      }
      starts[step + 1] = starts[step] + going;
    }
    return fill(windows, order, steps, starts);
  }

  private PackedEvents fill(List<Window> windows, Integer[] order, int steps, int[] starts) {
    int rows = starts[steps];
    int[] events = new int[rows];
    int[] items = new int[rows];
    float[] signals = new float[rows * EventSignals.WIDTH];
    int[] last = new int[windows.size()];
    for (int s = 0; s < order.length; s++) {
      Window window = windows.get(order[s]);
      for (int step = 0; step < window.rows(); step++) {
        int row = starts[step] + s;
        int event = interactions.eventOf(window.user(), window.first() + step);
        events[row] = event;
        items[row] = 1 + interactions.item(event);
        long gap = step == 0 ? -1 : gap(window, step);
        EventSignals.encode(interactions.halfStars(event), gap, signals, row * EventSignals.WIDTH);
        last[order[s]] = row;
      }
    }
    return new PackedEvents(events, new EventSequences(steps, starts, items, signals, last));
  }

  private long gap(Window window, int step) {
    int place = window.first() + step;
    long now = interactions.time(interactions.eventOf(window.user(), place));
    long before = interactions.time(interactions.eventOf(window.user(), place - 1));
    return Math.max(0, now - before);
  }
}
