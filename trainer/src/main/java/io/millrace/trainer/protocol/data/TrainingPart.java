package io.millrace.trainer.protocol.data;

import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The events that a protocol lets be learned from before it asks anything.
 *
 * @param events their numbers; not to be changed
 * @param cut the moment up to which they are all there are; null where they are chosen otherwise
 */
public record TrainingPart(BitSet events, @Nullable Instant cut) {
  /**
   * All events before one.
   *
   * @param event its number, above 0
   * @param cutMillis the moment up to which they are, milliseconds since the epoch
   */
  public static TrainingPart before(int event, long cutMillis) {
    BitSet events = new BitSet(event);
    events.set(0, event);
    return new TrainingPart(events, Instant.ofEpochMilli(cutMillis));
  }
}
