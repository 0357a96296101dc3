package io.millrace.recommend.answer;

import io.millrace.model.recommendation.Steering;
import io.millrace.runtime.config.AtLeast;
import io.millrace.runtime.config.AtMost;
import java.util.List;

/**
 * How lists are steered where the request does not say.
 *
 * @param diversity 0 to 1: 0 goes by score alone. Default: 0
 * @param exploration share of places for items that few have rated, 0 to 1. Default: 0
 */
public record SteeringSettings(
    @AtLeast(0) @AtMost(1) double diversity, @AtLeast(0) @AtMost(1) double exploration) {
  /** The defaults. */
  public static SteeringSettings defaults() {
    return new SteeringSettings(0, 0);
  }

  /** For a request that says nothing of steering. */
  Steering steering() {
    return diversity == 0 && exploration == 0
        ? Steering.NONE
        : new Steering(null, List.of(), List.of(), diversity, List.of(), exploration, 0);
  }
}
