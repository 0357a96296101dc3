package io.millrace.trainer.run;

import io.millrace.runtime.UserFault;

/**
 * There is nothing to go on with: too few ratings are newer, by their own time, than what the live
 * generation has learned from, or none serves. Nothing is wrong: what arrives may be old, as in a
 * replay.
 */
public final class NothingNewFault extends UserFault {
  private static final long serialVersionUID = 1L;

  /**
   * A fault.
   *
   * @param why with what was found
   */
  public NothingNewFault(String why) {
    super(why);
  }

  NothingNewFault(int least, int found) {
    this(
        "ratings: an update needs at least %d that are newer than the live generation, there are %d"
            .formatted(least, found));
  }
}
