package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.RatingEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventValidationTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private static final long DAY = Duration.ofDays(1).toMillis();
  private final EventValidation validation = new EventValidation(InstantSource.fixed(NOW));

  private FaultCode code(String userId, String itemId, double rating, long timestamp) {
    return Objects.requireNonNull(
            validation.fault(new RatingEvent(userId, itemId, rating, timestamp, null)))
        .code();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 1.5, 3, 4.5, 5})
  void shouldAcceptHalfStars(double rating) {
    assertThat(validation.fault(new RatingEvent("u", "i", rating, 0L, null))).isNull();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 0.25, 4.9, 5.5, 1e300, Double.NaN, Double.NEGATIVE_INFINITY})
  void shouldRefuseOtherRatings(double rating) {
    assertThat(code("u", "i", rating, 0)).isEqualTo(FaultCode.INVALID_RATING);
  }

  @Test
  void shouldRefuseTimesBeforeTheEpochAndMoreThanADayAhead() {
    assertThat(code("u", "i", 3, -1)).isEqualTo(FaultCode.INVALID_TIMESTAMP);
    assertThat(code("u", "i", 3, NOW.toEpochMilli() + DAY + 1))
        .isEqualTo(FaultCode.INVALID_TIMESTAMP);
    RatingEvent tomorrow = new RatingEvent("u", "i", 3.0, NOW.toEpochMilli() + DAY, null);
    assertThat(validation.fault(tomorrow)).isNull();
  }

  @Test
  void shouldRefuseIdsThatAreNone() {
    assertThat(code("", "i", 3, 0)).isEqualTo(FaultCode.INVALID_USER_ID);
    assertThat(code("u", "i".repeat(257), 3, 0)).isEqualTo(FaultCode.INVALID_ITEM_ID);
  }

  @Test
  void shouldNameFieldRuleAndValue() {
    EventFault fault =
        Objects.requireNonNull(validation.fault(new RatingEvent("u", "i", 7.0, 0L, null)));

    assertThat(fault.reason()).isEqualTo("rating: must be 0.5 to 5 in steps of 0.5, was 7.0");
  }
}
