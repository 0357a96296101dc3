package io.millrace.features.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdSearchTest {
  /** In Avro the byte before an id tells its length, the byte after it that of the next text. */
  @Test
  void shouldFindAnIdOfAnyLengthInAvroBeforeAnItemOfAnyLength() {
    for (int user = 1; user <= 80; user++) {
      for (int item = 1; item <= 80; item++) {
        String id = "u".repeat(user);
        RatingEvent event = new RatingEvent(id, "i".repeat(item), 4.0, 7L, null);

        assertThat(new IdSearch(List.of(id)).in(Topics.RATINGS.codec().encode(event)))
            .as("id of %d characters before one of %d", user, item)
            .containsExactly(id);
      }
    }
  }

  @Test
  void shouldFindIdsInProse() {
    IdSearch search = new IdSearch(List.of("bob", "jörg", "7"));

    assertThat(search.in(bytes("{user: bob}"))).containsExactly("bob");
    assertThat(search.in(bytes("jörg"))).containsExactly("jörg");
    assertThat(search.in(bytes("7,bob"))).isEqualTo(Set.of("7", "bob"));
  }

  @Test
  void shouldNotTakePartsOfWordsForShortIds() {
    IdSearch search = new IdSearch(List.of("bob", "7"));

    assertThat(search.in(bytes("bobby, kebob, 1789"))).isEmpty();
    assertThat(search.in(new byte[0])).isEmpty();
  }

  /** A tombstone's key may have no bytes. It was looked for at the end of the text for ever. */
  @Test
  void shouldFindNoEmptyId() {
    assertThat(new IdSearch(List.of("", "bob")).in(bytes("x bob"))).containsExactly("bob");
  }

  @Test
  void shouldTakeLongIdsWhereverTheyStand() {
    String uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";

    assertThat(new IdSearch(List.of(uuid)).in(bytes("x" + uuid + "y"))).containsExactly(uuid);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
