package io.millrace.model.recommendation;

import io.millrace.model.encode.Samples;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.feature.ItemOrdinals;
import io.millrace.model.feature.TransitionRow;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.User;
import io.millrace.schemas.UserFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A view made by hand: items in order of popularity, users with histories, transitions. */
final class TinyWorld implements FeatureView {
  private final Map<String, Item> items = new LinkedHashMap<>();
  private final Map<String, UserFeatures> users = new HashMap<>();
  private final Map<String, ItemTransitions> transitions = new HashMap<>();
  private final ItemOrdinals ordinals = new ItemOrdinals();
  private List<String> fresh = List.of();
  private List<String> moved = List.of();

  /** Adds items, more popular than those added later. */
  TinyWorld items(String... ids) {
    for (String id : ids) {
      put(Samples.item(id, 1990, "Drama"));
    }
    return this;
  }

  /** Fresh items, the newest first. */
  TinyWorld fresh(String... ids) {
    fresh = List.of(ids);
    return this;
  }

  /** Items that have just become the most popular, and are still met at their places before. */
  TinyWorld moved(String... ids) {
    moved = List.of(ids);
    return this;
  }

  TinyWorld hide(String id) {
    return put(new Item(id, "Title", 1990, List.of("Drama"), Map.of(), false, null));
  }

  TinyWorld put(Item item) {
    ordinals.of(item.getItemId());
    items.put(item.getItemId(), item);
    return this;
  }

  TinyWorld delete(String id) {
    items.remove(id);
    return this;
  }

  /** A user who has rated these items, oldest first, all with four stars. */
  TinyWorld user(String userId, String... rated) {
    List<RatedItem> recent = new ArrayList<>();
    Arrays.stream(rated).forEach(id -> recent.add(Samples.rated(id, 8)));
    int n = rated.length;
    users.put(
        userId, new UserFeatures(userId, Samples.user(n, 8L * n, 64L * n), recent, 0, n - 1L));
    return this;
  }

  TinyWorld follows(String id, Object... successors) {
    transitions.put(id, Samples.follows(id, successors));
    return this;
  }

  List<Item> catalogue() {
    return List.copyOf(items.values());
  }

  @Override
  public @Nullable UserFeatures user(String userId) {
    return users.get(userId);
  }

  @Override
  public @Nullable User profile(String userId) {
    return null;
  }

  @Override
  public void ratings(String userId, RatingVisitor visitor) {
    UserFeatures user = users.get(userId);
    if (user != null) {
      user.getRecent().forEach(r -> visitor.rated(r.getItemId(), r.getHalfStars()));
    }
  }

  @Override
  public ItemOrdinals ordinals() {
    return ordinals;
  }

  @Override
  public @Nullable Item item(String itemId) {
    return items.get(itemId);
  }

  @Override
  public @Nullable ItemFeatures itemFeatures(String itemId) {
    return null;
  }

  @Override
  public TransitionRow successors(String itemId) {
    return TransitionRow.of(transitions.get(itemId), ordinals);
  }

  @Override
  public List<String> popular(int n) {
    return Stream.concat(
            moved.stream(), items.values().stream().filter(Item::getAvailable).map(Item::getItemId))
        .limit(n)
        .toList();
  }

  @Override
  public List<String> fresh(int n) {
    return fresh.stream().limit(n).toList();
  }

  @Override
  public long now() {
    return Samples.NOW;
  }
}
