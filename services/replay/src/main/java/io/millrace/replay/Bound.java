package io.millrace.replay;

import io.millrace.data.OrderedRatings;
import io.millrace.runtime.UserFault;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** An end of the range to replay. */
sealed interface Bound {

  /** The first position at or after it. */
  int position(OrderedRatings ratings);

  /**
   * A share of the ratings.
   *
   * @param value 0 to 1
   */
  record Fraction(double value) implements Bound {
    @Override
    public int position(OrderedRatings ratings) {
      return (int) Math.floor(value * ratings.size());
    }
  }

  /** A moment of event time. */
  record Moment(Instant instant) implements Bound {
    @Override
    public int position(OrderedRatings ratings) {
      return ratings.firstAtOrAfter(instant.toEpochMilli());
    }
  }

  /**
   * Reads a fraction, an ISO date (its midnight in UTC) or an ISO moment.
   *
   * @param name of the setting, for the message
   * @throws UserFault if it is none of them
   */
  static Bound parse(String name, String text) {
    return fraction(text)
        .<Bound>map(Fraction::new)
        .or(() -> moment(text).map(Moment::new))
        .orElseThrow(
            () ->
                new UserFault(
                    "%s: must be a fraction of 0 to 1 or a date like 2000-12-31, was \"%s\""
                        .formatted(name, text)));
  }

  private static Optional<Double> fraction(String text) {
    try {
      double value = Double.parseDouble(text);
      return value >= 0 && value <= 1 ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(
          text.indexOf('T') < 0
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
