package io.millrace.features.user;

import io.millrace.model.feature.Rating;
import io.millrace.model.feature.UserStep;
import io.millrace.schemas.AvroCodec;
import io.millrace.schemas.CountedRating;
import io.millrace.schemas.ItemWork;
import io.millrace.schemas.Keys;
import io.millrace.schemas.Predecessor;
import io.millrace.schemas.UserItem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Splits what a rating asks of its item and of its predecessors by the partition they live on, so
 * that each partition gets one record and not one for every item. Thread-safe.
 */
public final class ItemWorkPlan {
  /** How work looks on the repartition topic. */
  public static final AvroCodec<ItemWork> CODEC = AvroCodec.of(ItemWork.class);

  private final int itemPartitions;

  /** A plan for so many partitions of items, at least 1. */
  public ItemWorkPlan(int itemPartitions) {
    this.itemPartitions = itemPartitions;
  }

  /**
   * The work of a rating that counts: one record for each partition concerned.
   *
   * @param aggregates the user's aggregates before the rating, encoded
   */
  public List<ItemWork> rated(Rating rating, UserStep step, byte[] aggregates) {
    if (itemPartitions == 1) {
      return List.of(counted(rating, step, aggregates, lagged(step.predecessors())));
    }
    Map<Integer, List<Predecessor>> byPartition = new TreeMap<>();
    for (Predecessor predecessor : lagged(step.predecessors())) {
      byPartition
          .computeIfAbsent(partition(predecessor.getItemId()), at -> new ArrayList<>())
          .add(predecessor);
    }
    List<ItemWork> work = new ArrayList<>();
    List<Predecessor> here = byPartition.remove(partition(rating.itemId()));
    work.add(counted(rating, step, aggregates, here == null ? List.of() : here));
    byPartition.values().forEach(there -> work.add(work(rating, there)));
    return work;
  }

  /** The work of taking a rating back. */
  public static ItemWork withdrawn(UserItem rated) {
    return new ItemWork(
        rated.getUserId(),
        rated.getItemId(),
        rated.getHalfStars(),
        rated.getTimestamp(),
        rated.getPartition(),
        rated.getOffset(),
        true,
        null,
        null,
        List.of());
  }

  /** An item whose partition is the one that the work is for. */
  public static String key(ItemWork work) {
    boolean forItsItem = work.getWithdrawn() || work.getUser() != null;
    return forItsItem ? work.getItemId() : work.getPredecessors().getFirst().getItemId();
  }

  private int partition(String itemId) {
    return Keys.partition(itemId, itemPartitions);
  }

  private static List<Predecessor> lagged(List<String> newestFirst) {
    List<Predecessor> lagged = new ArrayList<>(newestFirst.size());
    for (String itemId : newestFirst) {
      lagged.add(new Predecessor(itemId, lagged.size() + 1));
    }
    return lagged;
  }

  private static ItemWork counted(
      Rating rating, UserStep step, byte[] aggregates, List<Predecessor> predecessors) {
    ItemWork work = work(rating, predecessors);
    work.setUser(ByteBuffer.wrap(aggregates));
    work.setReplaced(counted(step.replaced()));
    return work;
  }

  private static @Nullable CountedRating counted(@Nullable UserItem replaced) {
    return replaced == null
        ? null
        : new CountedRating(replaced.getHalfStars(), replaced.getTimestamp());
  }

  private static ItemWork work(Rating rating, List<Predecessor> predecessors) {
    return new ItemWork(
        rating.userId(),
        rating.itemId(),
        rating.halfStars(),
        rating.timestamp(),
        rating.partition(),
        rating.offset(),
        false,
        null,
        null,
        predecessors);
  }
}
