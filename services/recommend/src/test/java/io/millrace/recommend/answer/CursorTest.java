package io.millrace.recommend.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CursorTest {
  @Test
  void shouldComeBackFromItsTextWhole() {
    Cursor first = Cursor.first(-5, 6, -7, 8);
    List<String> ids = IntStream.range(0, 999).mapToObj(i -> "item-" + i).toList();
    Cursor cursor = first.after(ids.subList(0, 500)).after(ids.subList(500, 999));
    String text = cursor.text();
    assertThat(text.length()).isLessThan(Cursor.MAX_LENGTH);
    assertThat(text).matches("[A-Za-z0-9_-]+");
    Cursor read = Objects.requireNonNull(Cursor.parse(text));
    assertThat(read.seed()).isEqualTo(-5);
    assertThat(read.options()).isEqualTo(6);
    assertThat(read.model()).isEqualTo(-7);
    assertThat(read.user()).isEqualTo(8);
    assertThat(read.depth()).isEqualTo(999);
    assertThat(ids).allMatch(read::hasShown);
    assertThat(IntStream.range(1000, 20_000).mapToObj(i -> "item-" + i)).noneMatch(read::hasShown);
    assertThat(read.text()).isEqualTo(text);
    assertThat(Cursor.parse(first.text())).isNotNull();
  }

  /** Nothing keeps a caller from making one up. */
  @Test
  void shouldNotBeReadFromMoreItemsThanAListHas() {
    List<String> ids = IntStream.range(0, 1001).mapToObj(i -> "item-" + i).toList();
    Cursor longest = Cursor.first(1, 2, 3, 4).after(ids.subList(0, 1000));
    assertThat(Cursor.parse(longest.text())).isNotNull();
    assertThat(Cursor.parse(longest.after(ids.subList(1000, 1001)).text())).isNull();
  }

  @Test
  void shouldTellShortIdsApart() {
    Set<Long> fingerprints = new HashSet<>();
    IntStream.range(0, 100_000).forEach(i -> fingerprints.add(Cursor.fingerprint("" + i)));
    assertThat(fingerprints).hasSize(100_000).allMatch(f -> f >= 0 && f < 1L << 40);
  }
}
