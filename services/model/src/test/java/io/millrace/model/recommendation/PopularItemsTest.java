package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.encode.Samples;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.schemas.RatingEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PopularItemsTest {
  private static final long SEED = System.nanoTime();
  private static final int ITEMS = 400;

  private final Random random = new Random(SEED);
  private final InMemoryFeatures view = new InMemoryFeatures(FeatureSettings.defaults());

  /** The order is read while it changes. */
  @Test
  void shouldCountAnItemOnceThatIsMetAtTwoPlaces() {
    TinyWorld world = new TinyWorld().items("a", "b", "c", "d").moved("c");

    assertThat(PopularItems.first(world, 3, id -> true)).containsExactly("c", "a", "b");
    assertThat(PopularItems.first(world, 4, id -> true)).containsExactly("c", "a", "b", "d");
    assertThat(PopularItems.first(world, 9, id -> true)).containsExactly("c", "a", "b", "d");
  }

  @Test
  void shouldFindAmongSomeWhatAWalkThroughAllFinds() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      all.add("item" + i);
      view.putItem(Samples.item("item" + i, 1990, "Drama"));
    }
    for (int i = 0; i < ITEMS; i++) { // a third of the items is rated by nobody
      String item = "item" + (3 * random.nextInt(ITEMS / 3) + random.nextInt(2));
      long time = Samples.NOW + random.nextInt(100) * 86_400_000L;
      view.accept(new RatingEvent("user" + i, item, 4.0, time, null), 0, i);
    }
    for (int n : new int[] {0, 1, 10, ITEMS}) {
      Collections.shuffle(all, random);
      List<String> only = all.subList(0, ITEMS / 3);
      Predicate<String> accept = id -> !id.endsWith("7");

      assertThat(PopularItems.first(view, n, accept, only))
          .as("%d of them, seed %d", n, SEED)
          .isEqualTo(PopularItems.first(view, n, accept.and(only::contains)));
    }
  }
}
