package io.millrace.trainer.sampling;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.UserInputs;
import io.millrace.trainer.learner.RetrievalBatch;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes the batches of an epoch: examples shuffled, and for each step a pool of items. The pool is
 * the whole catalogue where that is small; else the batch's own items and others drawn by
 * popularity and uniformly, half each, with the log of their chance to be in it.
 *
 * <p>Same seed, same batches. A batch is written over by the next one: a step makes no new arrays,
 * but where its sizes differ from the last one's. For one thread.
 */
public final class RetrievalSampler implements BatchSource {
  private static final int[] NONE = {};

  private final Interactions interactions;
  private final UserInputs inputs;
  private final int historyLength;
  private final int poolSize;
  private final int items;
  private final int[] examples;
  private final Steps cut;
  private final int[] poolIndex;
  private final double[] share;
  private final RetrievalBuffers buffers;

  /**
   * A sampler over the stretch of the inputs.
   *
   * @param batchSize rows per step; the last may have fewer, or one more ({@link Steps})
   * @param poolSize most items in a pool
   */
  public RetrievalSampler(
      Interactions interactions,
      UserInputs inputs,
      int batchSize,
      int historyLength,
      int poolSize) {
    this.interactions = interactions;
    this.inputs = inputs;
    this.historyLength = historyLength;
    this.items = interactions.itemIds().size();
    this.poolSize = poolSize;
    this.examples = new int[inputs.to() - inputs.from()];
    this.cut = new Steps(examples.length, batchSize);
    this.poolIndex = new int[items];
    this.share = new double[items];
    this.buffers = new RetrievalBuffers(inputs.width(), historyLength);
    for (int i = 0; i < examples.length; i++) {
      examples[i] = inputs.from() + i;
      share[interactions.item(examples[i])] += 1.0 / examples.length;
    }
  }

  @Override
  public int steps() {
    return cut.count();
  }

  @Override
  public void shuffle(long seed) {
    Arrays.sort(examples);
    Shuffle.of(examples, new SplittableRandom(seed));
  }

  @Override
  public RetrievalBatch batch(int step, long seed) {
    int start = cut.from(step);
    int n = cut.to(step) - start;
    System.arraycopy(examples, start, buffers.events(n), 0, n);
    return batch(buffers.events(n), NONE, seed);
  }

  @Override
  public RetrievalBatch batch(int[] events, int[] required, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    if (items <= poolSize) {
      takeEverything();
    } else {
      sample(events, required, random);
    }
    return assemble(events, random.nextLong());
  }

  private void takeEverything() {
    buffers.pool(items);
    int[] rows = buffers.rows();
    float[] logQ = buffers.logQ();
    for (int item = 0; item < items; item++) {
      rows[item] = item + 1;
      logQ[item] = 0;
      poolIndex[item] = item;
    }
  }

  private void sample(int[] events, int[] required, SplittableRandom random) {
    Arrays.fill(poolIndex, -1);
    int[] drawn = buffers.draws(Math.max(poolSize, events.length + required.length));
    int size = 0;
    for (int event : events) {
      size = add(drawn, size, interactions.item(event));
    }
    for (int item : required) {
      size = add(drawn, size, item);
    }
    int draws = required.length;
    while (size < Math.min(items, poolSize)) {
      int item =
          random.nextBoolean()
              ? random.nextInt(items)
              : interactions.item(examples[random.nextInt(examples.length)]);
      size = add(drawn, size, item);
      draws++;
    }
    buffers.pool(size);
    fillPool(drawn, events.length, draws);
  }

  private int add(int[] pool, int size, int item) {
    if (poolIndex[item] >= 0) {
      return size;
    }
    poolIndex[item] = size;
    pool[size] = item;
    return size + 1;
  }

  /**
   * Log of an item's chance to be met: once as a positive of the batch, drawn by popularity q, or
   * in one of the further draws, by the mixture of popularity and uniform: {@code 1 - (1 - q)^batch
   * (1 - mixed)^draws}, with as many draws as were made, those of items drawn before included.
   * Required items count as draws too: they are candidates, which the mixture is much like, and may
   * fill the pool alone; without any draw the chance of those that the stretch has not would be 0.
   */
  private void fillPool(int[] drawn, int batch, int draws) {
    int[] rows = buffers.rows();
    float[] logQ = buffers.logQ();
    for (int p = 0; p < rows.length; p++) {
      double q = share[drawn[p]];
      double mixed = 0.5 * q + 0.5 / items;
      double missed = batch * Math.log1p(-Math.min(q, 0.999)) + draws * Math.log1p(-mixed);
      rows[p] = drawn[p] + 1;
      logQ[p] = (float) Math.log(-Math.expm1(missed));
    }
  }

  private RetrievalBatch assemble(int[] events, long seed) {
    int n = events.length;
    buffers.size(n);
    for (int i = 0; i < n; i++) {
      buffers.userRow()[i] = inputs.userRow(events[i]);
      buffers.positive()[i] = poolIndex[interactions.item(events[i])];
      inputs.copyDense(events[i], buffers.dense(), i * inputs.width());
      inputs.copyHistory(events[i], buffers.history(), i * historyLength);
      addRated(events[i], i);
    }
    return buffers.batch(seed);
  }

  /** The items that the user had rated before the event and that are in the pool. */
  private void addRated(int event, int example) {
    int user = interactions.user(event);
    int before = interactions.place(event);
    for (int place = 0; place < before; place++) {
      int p = poolIndex[interactions.item(interactions.eventOf(user, place))];
      if (p >= 0) {
        buffers.addRated(p);
      }
    }
    buffers.endRated(example);
  }
}
