package io.millrace.trainer.protocol.judge;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.protocol.data.Cut;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * The newest tenth of the events: those after the 0.9 quantile of their times (PROTOCOLS P3, P4).
 * Events of one moment are not torn apart, so there may be fewer of them, or none.
 *
 * @param log not empty
 */
record NewestTenth(Interactions log) {
  private static final Cut CUT = new Cut.Quantile(0.9);

  /** Its first event; empty where there is none. */
  OptionalInt from() {
    return CUT.firstAfter(log);
  }

  /** Its events. */
  BitSet events() {
    BitSet events = new BitSet(log.size());
    from().ifPresent(first -> events.set(first, log.size()));
    return events;
  }

  /** Why there is none. */
  String absence() {
    return "none of the %d ratings is newer than the first nine tenths, the newest of which is of %d (seconds since 1970)"
        .formatted(log.size(), CUT.millis(log) / 1000);
  }
}
