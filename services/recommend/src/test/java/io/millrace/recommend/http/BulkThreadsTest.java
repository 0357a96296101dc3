package io.millrace.recommend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.Patience;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkThreadsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final BulkThreads threads = new BulkThreads(1);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    threads.close();
  }

  private static <T> T of(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private String untilTheEnd() throws InterruptedException {
    end.await();
    return "done";
  }

  @Test
  void shouldRefuseMoreThanMayRunAtOnce() {
    Future<String> first = threads.submit(place -> untilTheEnd());

    Future<String> second = threads.submit(place -> "no place for it");

    assertThat(second.cause())
        .isInstanceOfSatisfying(
            RequestFault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.OVERLOADED));
    end.countDown();
    assertThat(of(first)).isEqualTo("done");
    assertThat(threads.running()).isZero();
  }

  /** A key that had to wait kept all others out, for up to an hour. */
  @Test
  void shouldLetOthersRunWhileOneRests() {
    AtomicBoolean ran = new AtomicBoolean();
    Future<String> slow =
        threads.submit(
            place -> {
              while (!ran.get()) {
                place.rest(Duration.ofMillis(1), LONG);
              }
              return "rested";
            });

    submitUntilThereIsAPlace(
        place -> {
          ran.set(true);
          return "ran";
        });

    assertThat(of(slow)).isEqualTo("rested");
    assertThat(threads.running()).isZero();
  }

  @Test
  void shouldGiveUpWhenAnotherHasThePlaceForLonger() {
    Future<String> slow =
        threads.submit(
            place -> {
              while (true) {
                place.rest(Duration.ofMillis(1), Duration.ZERO);
              }
            });

    Future<String> other = submitUntilThereIsAPlace(place -> untilTheEnd());

    Patience.until(slow::isComplete, "it gives up");
    assertThat(slow.cause())
        .isInstanceOfSatisfying(
            RequestFault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.OVERLOADED));
    assertThat(threads.running()).as("the other").isEqualTo(1);
    end.countDown();
    assertThat(of(other)).isEqualTo("done");
    assertThat(threads.running()).isZero();
  }

  private <T> Future<T> submitUntilThereIsAPlace(BulkThreads.Work<T> work) {
    List<Future<T>> submitted = new ArrayList<>();
    Patience.until(
        () -> {
          submitted.add(threads.submit(work));
          return !submitted.getLast().failed();
        },
        "a place");
    return submitted.getLast();
  }
}
