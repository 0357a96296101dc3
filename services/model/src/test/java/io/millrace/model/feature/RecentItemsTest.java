package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.RatedItem;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentItemsTest {
  private final RecentItems recent = new RecentItems(3, 2);

  private List<RatedItem> after(RatedItem... ratings) {
    List<RatedItem> history = List.of();
    for (RatedItem rating : ratings) {
      history = recent.add(history, rating);
    }
    return history;
  }

  private static RatedItem at(String itemId, long time) {
    return new RatedItem(itemId, 8, time);
  }

  @Test
  void shouldKeepTheNewestOldestFirst() {
    assertThat(after(at("a", 1), at("b", 2), at("c", 3), at("d", 4)))
        .extracting("itemId")
        .containsExactly("b", "c", "d");
  }

  @Test
  void shouldPutALateRatingAtItsPlaceInTime() {
    assertThat(after(at("a", 1), at("c", 3), at("b", 2)))
        .extracting("itemId")
        .containsExactly("a", "b", "c");
    assertThat(after(at("b", 2), at("c", 3), at("d", 4), at("a", 1)))
        .extracting("itemId")
        .containsExactly("b", "c", "d");
  }

  @Test
  void shouldKeepTiesInOrderOfArrival() {
    assertThat(after(at("b", 1), at("a", 1), at("c", 1)))
        .extracting("itemId")
        .containsExactly("b", "a", "c");
  }

  @Test
  void shouldMoveAnItemRatedAgain() {
    assertThat(after(at("a", 1), at("b", 2), at("a", 3)))
        .extracting("itemId")
        .containsExactly("b", "a");
  }

  @Test
  void shouldNamePredecessorsNewestFirst() {
    List<RatedItem> history = after(at("a", 1), at("b", 2), at("c", 3));

    assertThat(recent.predecessors(history, "d", 4)).containsExactly("c", "b");
    assertThat(recent.predecessors(history, "d", 2)).containsExactly("b", "a");
    assertThat(recent.predecessors(history, "c", 3)).containsExactly("b", "a");
  }
}
