package io.millrace.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.OrderedRatings;
import io.millrace.runtime.UserFault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundTest {
  private final OrderedRatings ratings =
      new OrderedRatings.Builder()
          .add("u", "i", 1, 978_220_800_000L) // 2000-12-31
          .add("u", "j", 1, 978_307_200_000L) // 2001-01-01
          .add("u", "k", 1, 978_310_800_000L) // 2001-01-01T01:00
          .build();

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0.34,1",
    "0.99,2",
    "1,3",
    "2000-01-01,0",
    "2001-01-01,1",
    "2001-01-01T00:30:00Z,2",
    "2001-01-01T01:30:00+01:00,2",
    "2030-01-01,3"
  })
  void shouldFindItsPosition(String text, int position) {
    assertThat(Bound.parse("from", text).position(ratings)).isEqualTo(position);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.1", "-0.1", "NaN", "yesterday", "2001-13-01", "2001-01-01T25:00Z"})
  void shouldRefuseAnythingElse(String text) {
    assertThatThrownBy(() -> Bound.parse("from", text))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("from: must be a fraction of 0 to 1 or a date like 2000-12-31")
        .hasMessageContaining("was \"" + text + "\"");
  }
}
