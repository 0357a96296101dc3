package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.encode.PairContext;
import io.millrace.model.encode.RecentItem;
import io.millrace.model.feature.ItemOrdinals;
import io.millrace.model.feature.TransitionRow;
import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.Successor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FollowersTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int ITEMS = 60;

  private final TinyWorld world = new TinyWorld();
  private final ItemOrdinals ordinals = world.ordinals();

  @Test
  void shouldTellWhatALookIntoEachRowTells() {
    Random random = new Random(SEED);
    for (int length : List.of(0, 1, 4, PairContext.FOLLOWED, 15)) {
      List<RecentItem> recent = recent(random, length);
      Proposals table = new Proposals(world);
      Followers followers = new Followers(recent, Math.max(4, PairContext.FOLLOWED), table);
      int[] chosen =
          IntStream.range(0, ITEMS / 2).map(i -> table.row(ordinals.of("i" + 2 * i))).toArray();

      TransitionRow.Entry[][] followed = followers.followed(chosen);

      for (int i = 0; i < chosen.length; i++) {
        assertThat(entries(followed[i]))
            .as("seed %d, %d recent, %s", SEED, length, table.itemId(chosen[i]))
            .isEqualTo(looked(recent, table.itemId(chosen[i])));
      }
    }
  }

  private static List<String> entries(TransitionRow.@Nullable Entry @Nullable [] followed) {
    List<String> entries = new ArrayList<>();
    for (int lag = 0; lag < PairContext.FOLLOWED; lag++) {
      entries.add(String.valueOf(followed == null ? null : followed[lag]));
    }
    return entries;
  }

  private static List<String> looked(List<RecentItem> recent, String itemId) {
    List<String> entries = new ArrayList<>();
    for (int lag = 0; lag < PairContext.FOLLOWED; lag++) {
      entries.add(
          String.valueOf(lag < recent.size() ? recent.get(lag).transitions().find(itemId) : null));
    }
    return entries;
  }

  private List<RecentItem> recent(Random random, int length) {
    List<RecentItem> recent = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      List<Successor> successors = new ArrayList<>();
      for (int item = 0; item < ITEMS; item++) {
        if (random.nextInt(4) == 0) {
          successors.add(new Successor("i" + item, 1 + random.nextDouble()));
        }
      }
      TransitionRow row =
          TransitionRow.of(new ItemTransitions("from" + i, 0L, successors), ordinals);
      recent.add(new RecentItem(new RatedItem("from" + i, 8, 0L), null, row, null));
    }
    return recent;
  }
}
