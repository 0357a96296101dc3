package io.millrace.recommend.person;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.Records;
import io.millrace.recommend.http.Json;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PersonLineTest {
  /** As docs/api.md has it, so that whoever gets an export can have the bytes again. */
  @Test
  void shouldTellBytesOfRejectedInputACharacterEach() {
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    ByteBuffer value = ByteBuffer.wrap(every);
    Reject reject = new Reject("ratings.v1", 0, 1L, 2L, "EMPTY", "", null, value, 256L, "");

    byte[] line =
        Json.write(
            PersonLine.record(Topics.REJECTS, Records.of(Topics.REJECTS, "k", reject, 3, 4)));

    JsonNode record = Json.read(line).path("record");
    assertThat(record.path("key").isNull()).isTrue();
    assertThat(record.path("value").asText().getBytes(ISO_8859_1)).isEqualTo(every);
  }
}
