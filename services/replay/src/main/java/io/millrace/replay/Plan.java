package io.millrace.replay;

import io.millrace.data.OrderedRatings;
import io.millrace.runtime.UserFault;

/**
 * Which rows to send. A row's number is its position in order of time; malformed lines are numbered
 * on from the last rating, and sent after it, where the range goes to the very end.
 *
 * @param from first row
 * @param to row after the last rating
 * @param malformed how many malformed lines follow
 */
record Plan(int from, int to, int malformed) {

  static Plan of(ReplayConfig config, OrderedRatings ratings) {
    int from = Bound.parse("from", config.from()).position(ratings);
    int end = Bound.parse("to", config.to()).position(ratings);
    if (end < from) {
      throw new UserFault(
          "to: must not be before from, was \"%s\" with from \"%s\""
              .formatted(config.to(), config.from()));
    }
    int to = config.limit() > 0 ? from + (int) Math.min(end - from, config.limit()) : end;
    return new Plan(from, to, to == ratings.size() ? ratings.malformed().size() : 0);
  }

  /** How many rows in all. */
  long rows() {
    return (long) to - from + malformed;
  }

  /** Row after the last, malformed lines included. */
  long end() {
    return (long) to + malformed;
  }
}
