package io.millrace.trainer.protocol.contender;

import io.millrace.runtime.UserFault;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every user judged as if they were new: no more is known of them than their last few ratings. What
 * they rated before is ranked as little as for the whole pipeline, so that the figures of several
 * are those of the same predictions.
 *
 * @param known how many ratings, or all there are where that is fewer
 * @param anonymous whether they are an anonymous session's; else a user's with a profile
 */
public record Newcomer(int known, boolean anonymous) implements Variation {
  /** Most ratings; a view of a user keeps no more in order. */
  static final int MOST = 1000;

  public Newcomer {
    if (known < 0 || known > MOST) {
      throw new UserFault(
          "--newcomers: must be numbers of ratings, 0 to %d, with commas, was %d"
              .formatted(MOST, known));
    }
  }

  /** Of each number, with a profile and without one. */
  public static List<Newcomer> of(List<Integer> known) {
    return Stream.of(false, true)
        .flatMap(anonymous -> known.stream().distinct().map(k -> new Newcomer(k, anonymous)))
        .toList();
  }

  @Override
  public String suffix() {
    return (anonymous ? "session-" : "newcomer-") + known;
  }

  @Override
  public String option() {
    return "--newcomers";
  }
}
