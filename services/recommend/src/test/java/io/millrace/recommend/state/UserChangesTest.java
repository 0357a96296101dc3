package io.millrace.recommend.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class UserChangesTest {
  private final Map<String, Position> present = new TreeMap<>();
  private final UserChanges changes = new UserChanges(present::get);
  private final List<Long> told = new ArrayList<>();

  private UserChanges.Listening listen(String user) {
    return changes.listen(user, event -> told.add(event.offset()));
  }

  private void user(String user, long offset) {
    changes.userReached(user, new Position(0, offset));
    changes.tell();
  }

  private void item(String user, long offset) {
    changes.itemReached(user, new Position(0, offset));
    changes.tell();
  }

  @Test
  void shouldTellAnEventOnceWhenBothTopicsHaveIt() {
    listen("a");
    user("a", 10);
    assertThat(told).isEmpty();
    item("a", 10);
    assertThat(told).containsExactly(10L);

    item("a", 12);
    assertThat(told).containsExactly(10L);
    user("a", 12);
    assertThat(told).containsExactly(10L, 12L);
  }

  @Test
  void shouldTellTheItemOfAnEventThatTheStateHadBefore() {
    present.put("a", new Position(0, 10));
    listen("a");
    user("a", 10);
    assertThat(told).isEmpty();
    item("a", 10);
    assertThat(told).containsExactly(10L);
  }

  @Test
  void shouldTellOnceWhenTheStateHadAnEventBefore() {
    present.put("a", new Position(0, 10));
    listen("a");
    user("a", 15);
    assertThat(told).isEmpty();
    item("a", 15);
    assertThat(told).containsExactly(15L);
  }

  /** The event's item was read when nobody listened, its state just before the listening began. */
  @Test
  void shouldTellAnEventThatArrivedWhileTheListeningBegan() {
    item("a", 10);
    present.put("a", new Position(0, 10));
    listen("a");
    user("a", 10);
    assertThat(told).containsExactly(10L);
  }

  /** What the list shows that was made as the listening began, the next has to be told of. */
  @Test
  void shouldTellAnEventOfWhichOnlyTheItemCameBeforeTheListening() {
    present.put("a", new Position(0, 7));
    item("a", 10);
    listen("a");
    assertThat(told).isEmpty();
    user("a", 10);
    assertThat(told).containsExactly(10L);
  }

  @Test
  void shouldTellTheEventThatHasHappenedWhenSomethingElseChanges() {
    item("a", 10);
    item("b", 11);
    present.put("a", new Position(0, 10));
    listen("a");
    changes.changed("a");
    changes.tell();
    assertThat(told).containsExactly(10L);
  }

  @Test
  void shouldCountAnItemAsOnItsWayThatWasReadLongAgo() {
    item("a", 10);
    for (long offset = 0; offset < LastItems.KEPT; offset++) {
      item("b", 11 + offset);
    }
    present.put("a", new Position(0, 10));
    listen("a");
    user("a", 10);
    assertThat(told).isEmpty();
  }

  @Test
  void shouldTellOfEveryEventWhileOneTopicIsAlwaysAhead() {
    listen("a");
    user("a", 1);
    for (long offset = 1; offset < 5; offset++) {
      user("a", offset + 1);
      item("a", offset);
    }
    assertThat(told).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void shouldTakeEventsOfABatchTogether() {
    listen("a");
    for (long offset = 1; offset < 5; offset++) {
      changes.userReached("a", new Position(0, offset));
      changes.itemReached("a", new Position(0, offset));
    }
    changes.tell();
    assertThat(told).containsExactly(4L);
  }

  @Test
  void shouldNotMindThatAnOlderItemIsWrittenAgain() {
    listen("a");
    user("a", 10);
    item("a", 10);
    item("a", 7);
    user("a", 11);
    item("a", 11);
    assertThat(told).containsExactly(10L, 11L);
  }

  @Test
  void shouldTellWhenAUsersEventsComeFromAnotherPartition() {
    listen("a");
    user("a", 10);
    item("a", 10);
    changes.userReached("a", new Position(1, 3));
    changes.itemReached("a", new Position(1, 3));
    changes.tell();
    assertThat(told).containsExactly(10L, 3L);
  }

  @Test
  void shouldTellAtOnceWhatIsNoEvent() {
    listen("a");
    changes.changed("a");
    changes.changed("b");
    changes.tell();
    assertThat(told).containsExactly(-1L);
  }

  @Test
  void shouldTellNobodyWhoHasGone() {
    UserChanges.Listening listening = listen("a");
    assertThat(changes.follows("a")).isTrue();
    listening.close();
    assertThat(changes.follows("a")).isFalse();
    user("a", 10);
    item("a", 10);
    assertThat(told).isEmpty();
  }
}
