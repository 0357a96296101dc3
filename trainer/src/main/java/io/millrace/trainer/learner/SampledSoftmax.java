package io.millrace.trainer.learner;

import io.millrace.model.vector.Vectors;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax cross-entropy of each example's positive against negatives of the step's pool, with log-Q
 * correction (Bengio and Senecal 2008; Yi et al. 2019): the log of an item's chance to be in the
 * pool is taken from its logit, so that popular items are not punished for being sampled often.
 * Items the user has rated are masked.
 *
 * <p>Stateless; thread-safe.
 */
public final class SampledSoftmax {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int TRIES_PER_NEGATIVE = 20;

  private final NegativeSampling strategy;
  private final int randomNegatives;
  private final int hardNegatives;

  /**
   * A loss.
   *
   * @param strategy which negatives
   * @param randomNegatives drawn per example by RANDOM and MIXED, at least 1
   * @param hardNegatives taken per example by HARD and MIXED, at least 1
   */
  public SampledSoftmax(NegativeSampling strategy, int randomNegatives, int hardNegatives) {
    this.strategy = strategy;
    this.randomNegatives = randomNegatives;
    this.hardNegatives = hardNegatives;
  }

  /**
   * Turns logits into the mean loss' gradient at the logits, in place.
   *
   * @param logits [size, poolSize] row-major
   * @return the summed loss of each example: [size], and the sum over each row of gradient times
   *     logit (what the temperature learns from): [size] after them
   */
  public double[] apply(RetrievalBatch batch, FloatBuffer logits, Workers workers) {
    double[] sums = new double[2 * batch.size()];
    workers.forRange(
        batch.size(),
        (from, to) -> {
          Row row = new Row(batch);
          for (int example = from; example < to; example++) {
            row.apply(example, logits, sums);
          }
        });
    return sums;
  }

  /** One thread's scratch. */
  private final class Row {
    private final RetrievalBatch batch;
    private final int pool;
    private final float[] logit;
    private final float[] corrected;
    private final int[] maskedBy;
    private final int[] chosenBy;
    private final int[] chosen = new int[1 + randomNegatives + hardNegatives];
    private int chosenCount;

    Row(RetrievalBatch batch) {
      this.batch = batch;
      this.pool = batch.pool().length;
      this.logit = new float[pool];
      this.corrected = new float[pool];
      this.maskedBy = filled(pool);
      this.chosenBy = filled(pool);
    }

    private static int[] filled(int n) {
      int[] array = new int[n];
      Arrays.fill(array, -1);
      return array;
    }

    void apply(int example, FloatBuffer logits, double[] sums) {
      logits.get(example * pool, logit);
      mask(example);
      correct(example);
      float[] gradient =
          strategy == NegativeSampling.IN_BATCH ? dense(example, sums) : sparse(example, sums);
      sums[batch.size() + example] = dot(gradient, logit);
      logits.put(example * pool, gradient);
    }

    private void mask(int example) {
      for (int i = batch.ratedStart()[example]; i < batch.ratedStart()[example + 1]; i++) {
        maskedBy[batch.rated()[i]] = example;
      }
      maskedBy[batch.positive()[example]] = -1;
    }

    private void correct(int example) {
      float[] logQ = batch.logQ();
      for (int p = 0; p < pool; p++) {
        corrected[p] = logit[p] - logQ[p];
      }
      for (int i = batch.ratedStart()[example]; i < batch.ratedStart()[example + 1]; i++) {
        int p = batch.rated()[i];
        if (maskedBy[p] == example) {
          corrected[p] = Float.NEGATIVE_INFINITY;
        }
      }
    }

    private float[] dense(int example, double[] sums) {
      int positive = batch.positive()[example];
      float at = corrected[positive];
      float max = max(corrected);
      float sum = exponentiate(corrected, max);
      scale(corrected, 1 / (sum * batch.size()));
      corrected[positive] -= 1f / batch.size();
      sums[example] = Math.log(sum) + max - at;
      return corrected;
    }

    private float[] sparse(int example, double[] sums) {
      choose(example);
      float max = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < chosenCount; i++) {
        max = Math.max(max, corrected[chosen[i]]);
      }
      float[] probability = new float[chosenCount];
      double sum = 0;
      for (int i = 0; i < chosenCount; i++) {
        probability[i] = (float) Math.exp(corrected[chosen[i]] - max);
        sum += probability[i];
      }
      sums[example] = Math.log(sum) + max - corrected[chosen[0]];
      Arrays.fill(corrected, 0);
      for (int i = 0; i < chosenCount; i++) {
        corrected[chosen[i]] = (float) (probability[i] / sum / batch.size());
      }
      corrected[chosen[0]] -= 1f / batch.size();
      return corrected;
    }

    private void choose(int example) {
      chosenCount = 0;
      add(example, batch.positive()[example]);
      if (strategy != NegativeSampling.RANDOM) {
        addHardest(example);
      }
      if (strategy != NegativeSampling.HARD) {
        addRandom(example);
      }
    }

    private void add(int example, int p) {
      chosenBy[p] = example;
      chosen[chosenCount++] = p;
    }

    private boolean isFree(int example, int p) {
      return maskedBy[p] != example && chosenBy[p] != example;
    }

    /** Keeps the best so far sorted: insertion, as there are few. */
    private void addHardest(int example) {
      int[] best = new int[hardNegatives];
      int count = 0;
      for (int p = 0; p < pool; p++) {
        boolean better = count < hardNegatives || logit[p] > logit[best[count - 1]];
        if (better && isFree(example, p)) {
          int at = Math.min(count, hardNegatives - 1);
          while (at > 0 && logit[best[at - 1]] < logit[p]) {
            best[at] = best[at - 1];
            at--;
          }
          best[at] = p;
          count = Math.min(count + 1, hardNegatives);
        }
      }
      for (int i = 0; i < count; i++) {
        add(example, best[i]);
      }
    }

    private void addRandom(int example) {
      SplittableRandom random = new SplittableRandom(batch.seed() + 0x9E3779B97F4A7C15L * example);
      int wanted = chosenCount + randomNegatives;
      int tries = randomNegatives * TRIES_PER_NEGATIVE;
      while (chosenCount < wanted && tries-- > 0) {
        int p = random.nextInt(pool);
        if (isFree(example, p)) {
          add(example, p);
        }
      }
    }
  }

  private static float max(float[] x) {
    FloatVector best = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i < SPECIES.loopBound(x.length); i += SPECIES.length()) {
      best = best.max(FloatVector.fromArray(SPECIES, x, i));
    }
    float max = best.reduceLanes(VectorOperators.MAX);
    for (; i < x.length; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  /** Replaces each x by exp(x - max); minus infinity gives 0. Returns the sum. */
  private static float exponentiate(float[] x, float max) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i < SPECIES.loopBound(x.length); i += SPECIES.length()) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i).sub(max);
      VectorMask<Float> alive = v.compare(VectorOperators.GT, -80f);
      FloatVector e = v.max(-80f).lanewise(VectorOperators.EXP).blend(0f, alive.not());
      e.intoArray(x, i);
      sum = sum.add(e);
    }
    float total = Vectors.sum(sum);
    for (; i < x.length; i++) {
      x[i] = (float) Math.exp(x[i] - max);
      total += x[i];
    }
    return total;
  }

  private static void scale(float[] x, float by) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= by;
    }
  }

  private static double dot(float[] a, float[] b) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i < SPECIES.loopBound(a.length); i += SPECIES.length()) {
      sum = FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, b, i), sum);
    }
    double total = Vectors.sum(sum);
    for (; i < a.length; i++) {
      total += (double) a[i] * b[i];
    }
    return total;
  }
}
