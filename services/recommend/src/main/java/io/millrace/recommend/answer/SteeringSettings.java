package io.millrace.recommend.answer;

import io.millrace.model.recommendation.Knobs;
import io.millrace.runtime.config.AtLeast;
import io.millrace.runtime.config.AtMost;

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

  /** As a request would say it. */
  Knobs knobs() {
    return new Knobs(diversity, exploration);
  }
}
