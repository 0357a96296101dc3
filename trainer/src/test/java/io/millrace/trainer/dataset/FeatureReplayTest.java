package io.millrace.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.schemas.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureReplayTest {
  /**
   * Which of many items that nobody has rated are the newest hangs on the data alone, not on the
   * order of a map, which is another in each process.
   */
  @Test
  void shouldTakeUnratedItemsToHaveArrivedInTheOrderOfTheCatalogue() {
    InteractionColumns columns = new InteractionColumns();
    for (int i = 0; i < 600; i++) {
      columns.putItem(new Item("i" + i, "Title", 1990, List.of(), Map.of(), true, null));
    }
    columns.add("u", "i0", 8, 1_000_000, 0, 0);
    Interactions interactions = columns.snapshot();
    FeatureReplay replay = new FeatureReplay(interactions, FeatureSettings.defaults());
    replay.playTo(1, (event, before) -> {});

    List<String> newestFirst = new ArrayList<>(interactions.itemIds());
    newestFirst.remove("i0");
    Collections.reverse(newestFirst);
    List<String> expected = new ArrayList<>(List.of("i0"));
    expected.addAll(newestFirst.subList(0, 499));
    assertThat(replay.state().fresh(500)).isEqualTo(expected);
  }
}
