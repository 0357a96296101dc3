package io.millrace.standalone.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One user at a WebSocket: puts the events that were sent and the lists that came together. An
 * event's place on its topic may be told after the list that knows it has come. One thread.
 */
final class Subscriber {
  /** Is told how long it took until an event's list came. */
  @FunctionalInterface
  interface Told {
    void after(long nanos);
  }

  /** An event: when it was due, and its offset; negative until it is known. */
  static final class Sent {
    private final long due;
    private long offset = -1;

    private Sent(long due) {
      this.due = due;
    }
  }

  private record Push(long offset, long at) {}

  private final String userId;
  private final Told told;
  private final List<Sent> waiting = new ArrayList<>();
  private final Deque<Push> pushes = new ArrayDeque<>();

  Subscriber(String userId, Told told) {
    this.userId = userId;
    this.told = told;
  }

  String userId() {
    return userId;
  }

  /** Events whose lists have not come. */
  int waiting() {
    return waiting.size();
  }

  /** Forgets what has not come: it is counted by whoever asked how many wait. */
  void forget() {
    waiting.clear();
    pushes.clear();
  }

  /** An event is sent. */
  Sent sent(long due) {
    Sent event = new Sent(due);
    waiting.add(event);
    return event;
  }

  /** It has not been taken. */
  void refused(Sent event) {
    waiting.remove(event);
    tidy();
  }

  /** It lies at this offset. */
  void placed(Sent event, long offset) {
    event.offset = offset;
    pushes.stream().filter(push -> push.offset() >= offset).findFirst().ifPresent(this::match);
    tidy();
  }

  /** A list came that knows the user's events up to this offset. */
  void pushed(long offset, long at) {
    Push push = new Push(offset, at);
    match(push);
    pushes.add(push);
    tidy();
  }

  private void match(Push push) {
    waiting.removeIf(
        event -> {
          boolean known = event.offset >= 0 && event.offset <= push.offset();
          if (known) {
            told.after(push.at() - event.due);
          }
          return known;
        });
  }

  /** Lists are of use only while some event's offset is unknown. */
  private void tidy() {
    if (waiting.stream().allMatch(event -> event.offset >= 0)) {
      pushes.clear();
    }
  }
}
