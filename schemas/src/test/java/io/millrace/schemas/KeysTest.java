package io.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class KeysTest {
  @Test
  void shouldTakeApartWhatItComposed() {
    String key = Keys.userItem("user 1", "item:2");

    assertThat(Keys.first(key)).isEqualTo("user 1");
    assertThat(Keys.second(key)).isEqualTo("item:2");
    assertThat(Keys.second(Keys.embedding("g000001", "i"))).isEqualTo("i");
    assertThat(Keys.chunk("g000001", 12)).isEqualTo("g000001\u0000000012");
  }

  @Test
  void shouldKeepKeysOfOneUserApartFromThoseOfAnother() {
    assertThat(Keys.userItem("ab", "c")).isNotEqualTo(Keys.userItem("a", "bc"));
    assertThat(Keys.userItem("ab", "c")).doesNotStartWith(Keys.userItem("a", ""));
  }

  @Test
  void shouldPlaceIdsAsKafkasProducerDoes() {
    for (String id :
        new String[] {"1", "6040", "__probe-1", "u\u00e4\ud83c\udfac", "x".repeat(256)}) {
      int theirs = Utils.toPositive(Utils.murmur2(id.getBytes(StandardCharsets.UTF_8))) % 7;
      assertThat(Keys.partition(id, 7)).as(id).isEqualTo(theirs);
    }
  }
}
