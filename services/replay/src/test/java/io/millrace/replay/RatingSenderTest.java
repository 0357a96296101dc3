package io.millrace.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.OrderedRatings;
import io.millrace.schemas.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RatingSenderTest {
  private static final Clock NOW = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({"-5,0", "0,0", "700,700", "1001,1000", "9223372036854775807,1000"})
  void shouldClampTheRecordsTimeToWhatABrokerTakesButKeepThePayloads(long time, long expected) {
    OrderedRatings ratings = new OrderedRatings.Builder().add("u", "i", 9.0, time).build();
    RatingSender sender =
        new RatingSender(
            new FakeBroker(1).producer(),
            ratings,
            new Plan(0, 1, 0),
            new RowHeaders("fake", ratings.fingerprint()),
            new long[] {RowHeaders.NONE},
            NOW);

    ProducerRecord<byte[], byte[]> record = Objects.requireNonNull(sender.next(0));

    assertThat(record.timestamp()).isEqualTo(expected);
    assertThat(Topics.RATINGS.codec().decode(record.value()).getTimestamp()).isEqualTo(time);
    assertThat(Topics.RATINGS.codec().decode(record.value()).getRating()).isEqualTo(9.0);
  }
}
