package io.millrace.trainer.kernels;

import io.millrace.trainer.learner.NegativeSampling;

/** Chooses an example's negatives from the pool. One per worker; keeps its arrays. */
final class Negatives {
  private static final int TRIES_PER_NEGATIVE = 20;

  private boolean[] taken = new boolean[0];
  private int[] chosen = new int[0];
  private int[] best = new int[0];
  private NegativeSampling strategy = NegativeSampling.IN_BATCH;
  private int random;
  private int hard;
  private int count;
  private int pool;
  private long logits;

  /** Room for a pool of this size and so many negatives. */
  void begin(ContrastBatch batch, int poolSize) {
    pool = poolSize;
    strategy = batch.strategy();
    random = batch.randomNegatives();
    hard = batch.hardNegatives();
    if (taken.length < pool) {
      taken = new boolean[pool];
    }
    int most = 1 + random + hard;
    if (chosen.length < most) {
      chosen = new int[most];
      best = new int[most];
    }
  }

  /** How many were chosen, with the positive. */
  int count() {
    return count;
  }

  /** The positive first, then its negatives: pool indices, none twice. */
  int chosen(int at) {
    return chosen[at];
  }

  /**
   * Chooses.
   *
   * @param row address of the example's logits; only their order matters
   * @param masked address of the masked indices
   * @param maskedCount how many
   * @param key what random draws are made from
   */
  void choose(long row, int positive, long masked, int maskedCount, long key) {
    logits = row;
    count = 0;
    mark(masked, maskedCount, true);
    add(positive);
    if (strategy != NegativeSampling.RANDOM) {
      addHardest(hard);
    }
    if (strategy != NegativeSampling.HARD) {
      addRandom(random, key);
    }
    mark(masked, maskedCount, false);
    for (int i = 0; i < count; i++) {
      taken[chosen[i]] = false;
    }
  }

  private void mark(long masked, int maskedCount, boolean value) {
    for (int i = 0; i < maskedCount; i++) {
      taken[Lanes.getInt(masked + (long) i * Integer.BYTES)] = value;
    }
  }

  private void add(int p) {
    taken[p] = true;
    chosen[count++] = p;
  }

  private float logit(int p) {
    return Lanes.get(logits + (long) p * Float.BYTES);
  }

  /** Keeps the best so far sorted: insertion, as there are few. */
  private void addHardest(int wanted) {
    int found = 0;
    float least = Float.NEGATIVE_INFINITY;
    for (int p = 0; p < pool; p++) {
      if ((found < wanted || logit(p) > least) && !taken[p]) {
        found = Math.min(found + 1, wanted);
        insert(p, found - 1);
        least = logit(best[found - 1]);
      }
    }
    for (int i = 0; i < found; i++) {
      add(best[i]);
    }
  }

  private void insert(int p, int last) {
    int at = last;
    while (at > 0 && logit(best[at - 1]) < logit(p)) {
      best[at] = best[at - 1];
      at--;
    }
    best[at] = p;
  }

  /** Draws until there are enough; where few are left, takes those that come next. */
  private void addRandom(int more, long key) {
    int wanted = count + more;
    int tries = more * TRIES_PER_NEGATIVE;
    for (int i = 0; i < tries && count < wanted; i++) {
      int p = draw(key, i);
      if (!taken[p]) {
        add(p);
      }
    }
    int start = draw(key, tries);
    for (int i = 0; i < pool && count < wanted; i++) {
      int p = (start + i) % pool;
      if (!taken[p]) {
        add(p);
      }
    }
  }

  private int draw(long key, int number) {
    long bits = Dropout.mix(key + 0x9E3779B97F4A7C15L * (number + 1L));
    return (int) Math.unsignedMultiplyHigh(bits, pool);
  }
}
