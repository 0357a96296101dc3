package io.millrace.trainer.learner;

/**
 * Users' events in order, packed: row {@code starts[t] + s} is step t of sequence s, and no
 * sequence is longer than one before it. A row is the moment before its event: what it may know is
 * the earlier rows of its sequence.
 *
 * <p>Not copied; the arrays are not to be changed while a step runs.
 *
 * @param steps of the longest sequence
 * @param starts [steps + 1] first row of each step, and the end
 * @param items [rows] row of the item table of each row's event, 0 where it is unknown
 * @param signals [rows, eventWidth] each row's event encoded
 * @param last [sequences] each sequence's last row, in the order in which they were asked for
 */
@SuppressWarnings("ArrayRecordComponent")
public record EventSequences(int steps, int[] starts, int[] items, float[] signals, int[] last) {
  /** Rows of all sequences. */
  public int rows() {
    return starts[steps];
  }
}
