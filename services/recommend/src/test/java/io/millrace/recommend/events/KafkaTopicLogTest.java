package io.millrace.recommend.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.state.Position;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KafkaTopicLogTest {
  /** No broker is asked for: the record cannot even be encoded. */
  @Test
  void shouldFailAtOnceWhenARecordCannotBeEncoded() {
    try (KafkaTopicLog log =
        new KafkaTopicLog(
            KafkaSettings.of("127.0.0.1:1"),
            "test-log",
            10,
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            Tracing.off())) {
      CompletionStage<Position> placed = log.append(Topics.RATINGS, "7", new RatingEvent(), 0);

      assertThat(placed.toCompletableFuture())
          .failsWithin(30, TimeUnit.SECONDS)
          .withThrowableOfType(java.util.concurrent.ExecutionException.class)
          .withCauseInstanceOf(NullPointerException.class);
    }
  }
}
