package io.millrace.model.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.encode.RecentItem;
import io.millrace.model.encode.Samples;
import io.millrace.model.feature.TransitionRow;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HistoryHashTest {
  private static RecentItem event(String id, int halfStars, long time, Item item) {
    return new RecentItem(new RatedItem(id, halfStars, time), item, TransitionRow.EMPTY, null);
  }

  private static List<RecentItem> history() {
    return new ArrayList<>(
        List.of(
            event("a", 8, 1000, Samples.item("a", 1990, "Drama", "War")),
            event("b", 3, 900, Samples.item("b", 1991, "Comedy"))));
  }

  private static List<RecentItem> first(RecentItem event) {
    List<RecentItem> history = history();
    history.set(0, event);
    return history;
  }

  @Test
  void shouldBeTheSameForEqualHistoriesAndAnotherForAnythingThatANetworkSees() {
    Item drama = Samples.item("a", 1990, "Drama", "War");
    assertThat(HistoryHash.of(history(), 2)).isEqualTo(HistoryHash.of(history(), 2));
    List<Long> others =
        Stream.of(
                first(event("c", 8, 1000, drama)),
                first(event("a", 7, 1000, drama)),
                first(event("a", 8, 1001, drama)),
                first(event("a", 8, 1000, Samples.item("a", 1989, "Drama", "War"))),
                first(event("a", 8, 1000, Samples.item("a", 1990, "War", "Drama"))),
                first(event("a", 8, 1000, Samples.item("a", 1990, "Drama"))),
                history().reversed(),
                history())
            .map(history -> HistoryHash.of(history, 2))
            .toList();
    assertThat(others).doesNotHaveDuplicates();
    assertThat(HistoryHash.of(history(), 1)).isNotIn(others);
  }

  @Test
  void shouldTellAnItemThatHasLeftTheCatalogue() {
    RecentItem gone =
        new RecentItem(new RatedItem("a", 8, 1000L), null, TransitionRow.EMPTY, new float[] {1});
    assertThat(HistoryHash.of(first(gone), 2)).isNotEqualTo(HistoryHash.of(history(), 2));
  }
}
