package io.millrace.tests.benchmark.encoder;

/**
 * A model to be trained.
 *
 * @param kind of encoder
 * @param dim floats of an item's row and of a state, a multiple of the heads' number
 * @param length most events in a window
 * @param heads of an attention
 * @param items in the catalogue
 * @param contentWidth numbers of an item beside its row
 * @param content [1 + items, contentWidth]; row 0 stands for no item
 * @param signalWidth numbers of an event beside its item
 * @param dropout chance of a unit to be dropped in a step, 0 to below 1
 * @param rate of Adam
 * @param seed of weights and dropout
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncoderSpec(
    EncoderKind kind,
    int dim,
    int length,
    int heads,
    int items,
    int contentWidth,
    float[] content,
    int signalWidth,
    double dropout,
    double rate,
    long seed) {
  /** The same from another seed. */
  EncoderSpec with(long other) {
    return new EncoderSpec(
        kind, dim, length, heads, items, contentWidth, content, signalWidth, dropout, rate, other);
  }

  /** Numbers of an event beside its item's row. */
  public int sideWidth() {
    return contentWidth + signalWidth;
  }

  /** Floats of the middle of a feed-forward network. */
  public int innerWidth() {
    return 4 * dim;
  }

  /** Multiplications to encode a window of {@link #length} events for its last place alone. */
  long multiplications() {
    long n = length;
    long square = (long) dim * dim;
    long recurrence = n * (dim + sideWidth() + dim) * 3L * dim;
    // Keys and values of every place; all else of a place that a later block or the answer reads.
    long everyKey = n * 2 * square;
    long scores = 2L * dim;
    long ofPlace = 2 * square + 2L * dim * innerWidth();
    long lastBlock = everyKey + ofPlace + scores * n;
    long innerBlock = everyKey + n * ofPlace + scores * n * (n + 1) / 2;
    return kind == EncoderKind.GRU
        ? recurrence
        : n * sideWidth() * dim + lastBlock + (kind.blocks() - 1) * innerBlock;
  }
}
