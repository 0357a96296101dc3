package io.millrace.tests.benchmark.encoder;

import io.millrace.model.encode.EventSignals;
import io.millrace.trainer.dataset.Interactions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Cuts users' events into windows, and pads them. Immutable; thread-safe. */
final class Windows {
  private final NextItemData data;
  private final Interactions log;
  private final int length;

  /**
   * Windows of some data.
   *
   * @param length most events in one, at least 1
   */
  Windows(NextItemData data, int length) {
    this.data = data;
    this.log = data.log();
    this.length = length;
  }

  /**
   * Windows over what is learned from, users in order: every event but a user's first follows one
   * place of one window. The first cut of each user is random.
   */
  List<Window> cut(SplittableRandom random) {
    List<Window> windows = new ArrayList<>();
    for (int user = 0; user < log.userIds().size(); user++) {
      int last = placeOf(user, data.split()) - 1;
      int at = placeOf(user, data.from());
      int next = at + 1 + random.nextInt(length);
      while (at < last) {
        windows.add(new Window(user, at, Math.min(last, next)));
        at = next;
        next = at + length;
      }
    }
    return windows;
  }

  /** The place of a user's first event at or after an interaction. */
  private int placeOf(int user, int event) {
    int place = 0;
    while (place < log.ratingsOf(user) && log.eventOf(user, place) < event) {
      place++;
    }
    return place;
  }

  /** The longest window that ends before an event; not empty if the user has an earlier one. */
  Window before(int event) {
    int place = log.place(event);
    return new Window(log.user(event), Math.max(0, place - length), place);
  }

  PaddedWindows pad(List<Window> windows) {
    int longest = windows.stream().mapToInt(Window::size).max().orElse(0);
    int[] items = new int[windows.size() * longest];
    float[] signals = new float[items.length * EventSignals.WIDTH];
    for (int w = 0; w < windows.size(); w++) {
      Window window = windows.get(w);
      for (int step = 0; step < window.size(); step++) {
        int event = log.eventOf(window.user(), window.first() + step);
        int at = w * longest + step;
        items[at] = 1 + log.item(event);
        long gap = step == 0 ? -1 : gap(window.user(), window.first() + step);
        EventSignals.encode(log.halfStars(event), gap, signals, at * EventSignals.WIDTH);
      }
    }
    return new PaddedWindows(windows.size(), longest, items, signals);
  }

  private long gap(int user, int place) {
    long before = log.time(log.eventOf(user, place - 1));
    return Math.max(0, log.time(log.eventOf(user, place)) - before);
  }

  /** Every place of the windows, with what was rated next. */
  Examples examples(List<Window> windows) {
    PaddedWindows padded = pad(windows);
    int size = windows.stream().mapToInt(Window::size).sum();
    int[] at = new int[size];
    int[] target = new int[size];
    int[] ratedStart = new int[size + 1];
    int row = 0;
    for (int w = 0; w < windows.size(); w++) {
      Window window = windows.get(w);
      for (int step = 0; step < window.size(); step++) {
        int next = window.first() + step + 1;
        at[row] = w * padded.length() + step;
        target[row] = log.item(log.eventOf(window.user(), next));
        ratedStart[row + 1] = ratedStart[row] + next;
        row++;
      }
    }
    return new Examples(padded, at, target, ratedStart, rated(windows, ratedStart));
  }

  private int[] rated(List<Window> windows, int[] ratedStart) {
    int[] rated = new int[ratedStart[ratedStart.length - 1]];
    int row = 0;
    for (Window window : windows) {
      for (int step = 0; step < window.size(); step++) {
        int from = ratedStart[row];
        for (int place = 0; place < ratedStart[row + 1] - from; place++) {
          rated[from + place] = log.item(log.eventOf(window.user(), place));
        }
        row++;
      }
    }
    return rated;
  }
}
