package io.millrace.trainer.run;

import io.millrace.runtime.UserFault;

/**
 * Too few ratings are newer, by their own time, than what the live generation has learned from.
 * Nothing is wrong: what arrives may be old, as in a replay.
 */
public final class NothingNewFault extends UserFault {
  private static final long serialVersionUID = 1L;

  NothingNewFault(int least, int found) {
    super(
        "ratings: an update needs at least %d that are newer than the live generation, there are %d"
            .formatted(least, found));
  }
}
