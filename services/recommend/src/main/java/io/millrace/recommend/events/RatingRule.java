package io.millrace.recommend.events;

import io.millrace.model.feature.HalfStars;
import io.millrace.recommend.http.Faults;
import org.jspecify.annotations.Nullable;

/** Stars: 0.5 to 5 in steps of a half. */
public final class RatingRule {
  private RatingRule() {}

  /**
   * The rating in half stars; 1 after a fault.
   *
   * @param rating in stars; null after a fault that is noted already
   */
  public static int halfStars(@Nullable Double rating, String field, Faults faults) {
    if (rating == null) {
      return 1;
    }
    if (!HalfStars.isValid(rating)) {
      faults.invalid(field, "must be 0.5 to 5 in steps of 0.5", Double.toString(rating));
      return 1;
    }
    return HalfStars.of(rating);
  }
}
