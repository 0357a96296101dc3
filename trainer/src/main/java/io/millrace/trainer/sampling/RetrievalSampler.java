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
 * <p>Same seed, same batches. For one thread.
 */
public final class RetrievalSampler implements BatchSource {
  private final Interactions interactions;
  private final UserInputs inputs;
  private final int batchSize;
  private final int historyLength;
  private final int poolSize;
  private final int items;
  private final int[] examples;
  private final int[] poolIndex;
  private final double[] share;

  /**
   * A sampler over the stretch of the inputs.
   *
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
    this.batchSize = batchSize;
    this.historyLength = historyLength;
    this.items = interactions.itemIds().size();
    this.poolSize = poolSize;
    this.examples = new int[inputs.to() - inputs.from()];
    this.poolIndex = new int[items];
    this.share = new double[items];
    for (int i = 0; i < examples.length; i++) {
      examples[i] = inputs.from() + i;
      share[interactions.item(examples[i])] += 1.0 / examples.length;
    }
  }

  @Override
  public int steps() {
    return (examples.length + batchSize - 1) / batchSize;
  }

  @Override
  public void shuffle(long seed) {
    Arrays.sort(examples);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = examples.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = examples[i];
      examples[i] = examples[j];
      examples[j] = swapped;
    }
  }

  @Override
  public RetrievalBatch batch(int step, long seed) {
    int start = step * batchSize;
    int n = Math.min(batchSize, examples.length - start);
    return batch(Arrays.copyOfRange(examples, start, start + n), new int[0], seed);
  }

  @Override
  public RetrievalBatch batch(int[] events, int[] required, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Pool pool = items <= poolSize ? everything() : sampled(events, required, random);
    int[] rows = Arrays.stream(pool.items()).map(item -> item + 1).toArray();
    return assemble(events, rows, pool.logQ(), random.nextLong());
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Pool(int[] items, float[] logQ) {}

  private Pool everything() {
    int[] pool = new int[items];
    for (int item = 0; item < items; item++) {
      pool[item] = item;
      poolIndex[item] = item;
    }
    return new Pool(pool, new float[items]);
  }

  private Pool sampled(int[] events, int[] required, SplittableRandom random) {
    Arrays.fill(poolIndex, -1);
    int[] pool = new int[Math.min(items, Math.max(poolSize, events.length + required.length))];
    int size = 0;
    for (int event : events) {
      size = add(pool, size, interactions.item(event));
    }
    for (int item : required) {
      size = add(pool, size, item);
    }
    int draws = 0;
    while (size < Math.min(items, poolSize)) {
      int item =
          random.nextBoolean()
              ? random.nextInt(items)
              : interactions.item(examples[random.nextInt(examples.length)]);
      size = add(pool, size, item);
      draws++;
    }
    int[] full = Arrays.copyOf(pool, size);
    return new Pool(full, logQ(full, events.length, draws));
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
   */
  private float[] logQ(int[] pool, int batch, int draws) {
    float[] logQ = new float[pool.length];
    for (int p = 0; p < pool.length; p++) {
      double q = share[pool[p]];
      double mixed = 0.5 * q + 0.5 / items;
      double missed = batch * Math.log1p(-Math.min(q, 0.999)) + draws * Math.log1p(-mixed);
      logQ[p] = (float) Math.log(-Math.expm1(missed));
    }
    return logQ;
  }

  private RetrievalBatch assemble(int[] events, int[] rows, float[] logQ, long seed) {
    int n = events.length;
    int[] userRow = new int[n];
    int[] positive = new int[n];
    float[] dense = new float[n * inputs.width()];
    int[] history = new int[n * historyLength];
    int[] ratedStart = new int[n + 1];
    int[] rated = new int[n * 64];
    for (int i = 0; i < n; i++) {
      userRow[i] = inputs.userRow(events[i]);
      positive[i] = poolIndex[interactions.item(events[i])];
      inputs.copyDense(events[i], dense, i * inputs.width());
      inputs.copyHistory(events[i], history, i * historyLength);
      rated = addRated(events[i], i, ratedStart, rated);
    }
    return new RetrievalBatch(
        n, userRow, dense, history, null, positive, rows, logQ, ratedStart, rated, seed);
  }

  /** The items that the user had rated before the event and that are in the pool. */
  private int[] addRated(int event, int example, int[] start, int[] rated) {
    int user = interactions.user(event);
    int end = start[example];
    int[] room = rated;
    for (int place = 0; place < interactions.place(event); place++) {
      int p = poolIndex[interactions.item(interactions.eventOf(user, place))];
      if (p >= 0) {
        if (end == room.length) {
          room = Arrays.copyOf(room, end * 2);
        }
        room[end++] = p;
      }
    }
    start[example + 1] = end;
    return room;
  }
}
