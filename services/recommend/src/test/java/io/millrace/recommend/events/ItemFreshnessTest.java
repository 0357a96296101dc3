package io.millrace.recommend.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.model.feature.EventClock;
import io.millrace.recommend.Records;
import io.millrace.recommend.state.LiveState;
import io.millrace.schemas.DecayedCount;
import io.millrace.schemas.Ids;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.RatingStatistics;
import io.millrace.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ItemFreshnessTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LiveState state = new LiveState(new EventClock(InstantSource.system()));
  private final ItemFreshness freshness = new ItemFreshness(state, meters);

  private CompletableFuture<Void> follow(String user, long time) {
    return follow(freshness, user, time);
  }

  private static CompletableFuture<Void> follow(ItemFreshness by, String user, long time) {
    return by.follow(new RatingEvent(user, "i", 4.0, time, null), System.nanoTime());
  }

  private void itemComesTo(long newest) {
    DecayedCount count = new DecayedCount(1.0, newest);
    ItemAggregates aggregates =
        new ItemAggregates(new RatingStatistics(1L, 8L, 64L), count, count, count, newest, newest);
    Records.feed(
        state.handlers(),
        Records.of(
            Topics.ITEM_FEATURES, "i", new ItemFeatures("i", aggregates, null, List.of()), 0, 0));
  }

  private long measured() {
    return meters.get("millrace.recommend.item.freshness").timer().count();
  }

  @Test
  void shouldMeasureUntilTheItemCountsTheEvent() {
    itemComesTo(4);
    var _ = follow("u", 5);

    itemComesTo(4);
    assertThat(measured()).isZero();
    itemComesTo(5);
    assertThat(measured()).isEqualTo(1);
  }

  @Test
  void shouldNotFollowWhatNobodyCouldTellFromWhatIsThere() {
    itemComesTo(9);

    assertThat(follow("u", 9)).as("as old as what is there").isDone();
    assertThat(follow(Ids.PROBE_PREFIX + "u", 10)).as("counted nowhere").isDone();
    state.loadedWhen(() -> false);
    assertThat(follow("u", 10)).as("not known yet what is there").isDone();
    assertThat(measured()).isZero();
  }

  @Test
  void shouldNotMeasureWhatIsCancelled() {
    follow("u", 5).cancel(false);
    itemComesTo(5);

    assertThat(measured()).isZero();
  }

  @Test
  @Timeout(30)
  void shouldCountAsLongWhatNeverComes() throws InterruptedException {
    var _ = follow(new ItemFreshness(state, meters, Duration.ofMillis(20)), "u", 5);

    while (measured() == 0 || state.itemProgress().waiting() > 0) {
      Thread.sleep(1);
    }
    assertThat(meters.get("millrace.recommend.item.freshness").timer().max(TimeUnit.MILLISECONDS))
        .isGreaterThanOrEqualTo(20);
  }
}
