package io.millrace.trainer.protocol.data;

import io.millrace.data.Dataset;
import io.millrace.data.OrderedRatings;
import io.millrace.data.Rating;
import io.millrace.model.feature.HalfStars;
import io.millrace.runtime.UserFault;
import io.millrace.schemas.Ids;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import io.millrace.trainer.dataset.InteractionSeries;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.StreamCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is judged on: every valid rating among the users and items of a universe, as events in the
 * order of time, ties in the order of the file.
 *
 * @param name of the data set
 * @param universe its users and items
 * @param log the events; ordinals are places in the universe
 * @param invalid ratings left out because the stream would refuse them
 * @param outside ratings left out because user or item is not of the universe
 * @param kCore least ratings of each user and item; null where the universe was given
 */
public record EvaluationData(
    String name,
    Universe universe,
    Interactions log,
    int invalid,
    int outside,
    @Nullable Integer kCore) {
  /**
   * Reads a data set.
   *
   * @param kCore least ratings of a user and of an item, where no universe is given
   * @throws UserFault if nothing is left
   */
  public static EvaluationData read(Dataset data, int kCore, @Nullable Universe given) {
    return new Reading(data, kCore).among(given);
  }

  /** One reading: valid ratings in columns, then what the universe leaves of them. */
  private static final class Reading {
    private final Dataset data;
    private final int kCore;
    private final OrderedRatings ordered;
    private final int[] positions;
    private final int[] user;
    private final int[] item;
    private final List<String> userIds = new ArrayList<>();
    private final List<String> itemIds = new ArrayList<>();
    private final Map<String, Integer> userOrdinals = new HashMap<>();
    private final Map<String, Integer> itemOrdinals = new HashMap<>();

    Reading(Dataset data, int kCore) {
      this.data = data;
      this.kCore = kCore;
      this.ordered = data.ratingsInTimeOrder();
      this.positions = valid();
      this.user = new int[positions.length];
      this.item = new int[positions.length];
      for (int row = 0; row < positions.length; row++) {
        Rating rating = ordered.get(positions[row]);
        user[row] = ordinal(userOrdinals, userIds, rating.userId());
        item[row] = ordinal(itemOrdinals, itemIds, rating.itemId());
      }
    }

    private int[] valid() {
      StreamCheck check = new StreamCheck();
      int[] valid = new int[ordered.size()];
      int n = 0;
      for (int position = 0; position < ordered.size(); position++) {
        Rating rating = ordered.get(position);
        if (!Ids.isProbe(rating.userId()) && check.accepts(rating)) {
          valid[n++] = position;
        }
      }
      return Arrays.copyOf(valid, n);
    }

    private static int ordinal(Map<String, Integer> ordinals, List<String> ids, String id) {
      Integer known = ordinals.putIfAbsent(id, ids.size());
      if (known == null) {
        ids.add(id);
        return ids.size() - 1;
      }
      return known;
    }

    EvaluationData among(@Nullable Universe given) {
      BitSet kept = given == null ? core() : rowsOf(given);
      Universe universe =
          given == null
              ? new Universe(kept.cardinality(), ids(kept, user, userIds), ids(kept, item, itemIds))
              : given;
      if (kept.isEmpty()) {
        throw nothingLeft(given);
      }
      return new EvaluationData(
          data.name(),
          universe,
          series(kept, universe),
          ordered.size() - positions.length,
          positions.length - kept.cardinality(),
          given == null ? kCore : null);
    }

    private BitSet core() {
      return KCore.of(user, item, userIds.size(), itemIds.size(), kCore);
    }

    private BitSet rowsOf(Universe universe) {
      int[] userAs = places(userIds, universe.users());
      int[] itemAs = places(itemIds, universe.items());
      BitSet kept = new BitSet(user.length);
      for (int row = 0; row < user.length; row++) {
        kept.set(row, userAs[user[row]] >= 0 && itemAs[item[row]] >= 0);
      }
      return kept;
    }

    private UserFault nothingLeft(@Nullable Universe given) {
      String counts =
          "%d valid ratings of %d items by %d users"
              .formatted(positions.length, itemIds.size(), userIds.size());
      return new UserFault(
          given == null
              ? "--k-core: %d leaves nothing of %s; lower it, 1 leaves all".formatted(kCore, counts)
              : "--universe: none of %s is among its users and items; is it of this data set?"
                  .formatted(counts));
    }

    /** Those of the kept rows, in their order. */
    private static List<String> ids(BitSet kept, int[] column, List<String> ids) {
      BitSet present = new BitSet();
      kept.stream().forEach(row -> present.set(column[row]));
      return present.stream()
          .mapToObj((IntFunction<String>) ids::get)
          .sorted(IdOrder.NATURAL)
          .toList();
    }

    /** For each id its place in a list, -1 where it is not in it. */
    private static int[] places(List<String> ids, List<String> list) {
      Map<String, Integer> places = HashMap.newHashMap(list.size());
      list.forEach(id -> places.put(id, places.size()));
      return ids.stream().mapToInt(id -> places.getOrDefault(id, -1)).toArray();
    }

    private Interactions series(BitSet kept, Universe universe) {
      InteractionSeries series =
          new InteractionSeries(
              universe.items(), universe.users(), items(universe), users(universe));
      int[] userAs = places(userIds, universe.users());
      int[] itemAs = places(itemIds, universe.items());
      kept.stream()
          .forEach(
              row -> {
                Rating rating = ordered.get(positions[row]);
                series.add(
                    userAs[user[row]],
                    itemAs[item[row]],
                    HalfStars.of(rating.rating()),
                    rating.timestamp());
              });
      return series.build();
    }

    private Map<String, Item> items(Universe universe) {
      Map<String, Item> all = new HashMap<>();
      try (Stream<Item> items = data.items()) {
        items.forEach(entry -> all.put(entry.getItemId(), entry));
      }
      all.keySet().retainAll(Set.copyOf(universe.items()));
      return all;
    }

    private Map<String, User> users(Universe universe) {
      Map<String, User> all = new HashMap<>();
      try (Stream<User> users = data.users()) {
        users.forEach(entry -> all.put(entry.getUserId(), entry));
      }
      all.keySet().retainAll(Set.copyOf(universe.users()));
      return all;
    }
  }
}
