package io.millrace.recommend.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.RequestFault;
import io.millrace.runtime.kafka.KafkaSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaPersonRecordsTest {
  /** As when the name is taken out of the DNS after the start: RFC 6761 has none below invalid. */
  @Test
  void shouldBeUnavailableWhenNobodyKnowsTheBrokersName() {
    KafkaPersonRecords records =
        new KafkaPersonRecords(KafkaSettings.of("broker.invalid:9092"), Duration.ofSeconds(1));

    RequestFault fault = catchThrowableOfType(RequestFault.class, () -> records.of("ann").close());

    assertThat(fault.code()).isEqualTo(ErrorCode.LOG_UNAVAILABLE);
    assertThat(fault).hasMessageNotContaining("broker.invalid");
  }
}
