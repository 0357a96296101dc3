package io.millrace.recommend.events;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.recommend.state.ItemProgress;
import io.millrace.recommend.state.LiveState;
import io.millrace.schemas.Ids;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.RatingEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.DoubleStream;

/**
 * Measures how long events take until others' answers can know them: until the state of the item
 * has been read that counts the event.
 *
 * <p>An item's state does not say which events are in it, but how new the newest is. So an event
 * newer than all that its item is known to have is followed until the item has one as new. That may
 * be another, newer event of the item: users are on partitions that advance independently, and
 * where the event's own is behind that of the newer one's user, it is taken for there too early by
 * as much. What is told is thus a lower bound where partitions differ. Thread-safe; never blocks.
 */
public final class ItemFreshness {
  /** Beyond so many events under way, further ones go unmeasured. */
  private static final int MEASURED_AT_ONCE = 256;

  /** What has not come by then counts as come, so that a standstill is seen. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final LiveState state;
  private final ItemProgress progress;
  private final Duration longest;
  private final Timer freshness;

  /** Measures by what this state reads. */
  public ItemFreshness(LiveState state, MeterRegistry meters) {
    this(state, meters, LONGEST);
  }

  ItemFreshness(LiveState state, MeterRegistry meters, Duration longest) {
    this.state = state;
    this.progress = state.itemProgress();
    this.longest = longest;
    this.freshness =
        Timer.builder("millrace.recommend.item.freshness")
            .description("From an event's arrival to the state of its item that counts it")
            .serviceLevelObjectives(bounds())
            .register(meters);
  }

  /** Finest where commits are (a second apart by default) and where 2.5 s are promised. */
  private static Duration[] bounds() {
    return DoubleStream.of(
            0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 7.5, 10, 20)
        .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
        .toArray(Duration[]::new);
  }

  /**
   * Follows an event that is about to be written, if there is room and it can be told when it is
   * there.
   *
   * @param start when it arrived, by {@link System#nanoTime}
   * @return to be cancelled if the event turns out not to be accepted
   */
  CompletableFuture<Void> follow(RatingEvent event, long start) {
    if (progress.waiting() >= MEASURED_AT_ONCE || !isCounted(event) || !isNewest(event)) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> reached = progress.of(event.getItemId(), event.getTimestamp());
    var _ =
        reached
            .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (done, failure) -> {
                  if (failure == null || failure instanceof TimeoutException) {
                    freshness.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                  }
                });
    return reached;
  }

  /** Ratings of probes move no item. */
  private static boolean isCounted(RatingEvent event) {
    return !Ids.isProbe(event.getUserId());
  }

  private boolean isNewest(RatingEvent event) {
    ItemFeatures item = state.itemFeatures(event.getItemId());
    return state.loaded()
        && (item == null || item.getAggregates().getNewestEventTime() < event.getTimestamp());
  }
}
