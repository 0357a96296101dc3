package io.millrace.trainer.protocol.data;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.dataset.Interactions;
import java.util.OptionalInt;

/** Where training ends: events up to and including the moment are learned from. */
public sealed interface Cut {
  /**
   * At a quantile of the events' times.
   *
   * @param share between 0 and 1, both exclusive
   */
  record Quantile(double share) implements Cut {
    public Quantile {
      if (!(share > 0 && share < 1)) {
        throw new UserFault("--quantile: must be above 0 and below 1, was " + share);
      }
    }
  }

  /**
   * At a moment.
   *
   * @param epochSeconds since 1970
   */
  record Moment(long epochSeconds) implements Cut {
    /** Year 9999. */
    private static final long LAST = 253_402_300_799L;

    public Moment {
      if (epochSeconds < -LAST || epochSeconds > LAST) {
        throw new UserFault(
            "--cut: must be seconds since 1970, from %d to %d, was %d"
                .formatted(-LAST, LAST, epochSeconds));
      }
    }
  }

  /**
   * The moment, milliseconds since the epoch. A quantile between two events is the earlier one's
   * time: the events up to it are the same.
   *
   * @param log not empty
   */
  default long millis(Interactions log) {
    return switch (this) {
      case Quantile(double share) -> log.time((int) Math.floor(share * (log.size() - 1)));
      case Moment(long epochSeconds) -> epochSeconds * 1000;
    };
  }

  /** The first event after the moment; empty if there is none, or none before it. */
  default OptionalInt firstAfter(Interactions log) {
    long moment = millis(log);
    int low = 0;
    int high = log.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (log.time(middle) <= moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 || low == log.size() ? OptionalInt.empty() : OptionalInt.of(low);
  }

  /**
   * What to say where the user chose a cut that no event, or every event, is after.
   *
   * @param instead what to do where all events are of one time, so that no cut would help
   */
  default UserFault outside(Interactions log, String instead) {
    long first = log.time(0) / 1000;
    long last = log.time(log.size() - 1) / 1000;
    return new UserFault(
        "%s: must leave ratings both up to the cut, %d, and after it; all %d ratings are from %d to %d (seconds since 1970)%s"
            .formatted(
                option(),
                millis(log) / 1000,
                log.size(),
                first,
                last,
                log.time(0) == log.time(log.size() - 1)
                    ? ": all at one time, which leaves nothing to predict; " + instead
                    : "; choose a time between"));
  }

  /** The option it is chosen by. */
  private String option() {
    return switch (this) {
      case Quantile quantile -> "--quantile";
      case Moment moment -> "--cut";
    };
  }
}
