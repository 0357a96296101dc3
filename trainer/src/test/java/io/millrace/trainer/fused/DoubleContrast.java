package io.millrace.trainer.fused;

import static io.millrace.trainer.fused.DoubleMemory.add;
import static io.millrace.trainer.fused.DoubleMemory.get;
import static io.millrace.trainer.fused.DoubleMemory.valuesOf;

import io.millrace.trainer.kernels.ContrastBatch;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.NegativeSampling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The contrast loss as its definition says, in doubles. */
final class DoubleContrast {
  private final int rows;
  private final int pool;
  private final Matrix users;
  private final Matrix items;
  private final ContrastBatch batch;
  private final double scale;
  private final long seed;
  private double loss;
  private double scaleGradient;

  DoubleContrast(
      int rows,
      int pool,
      Matrix users,
      Matrix items,
      ContrastBatch batch,
      double scale,
      long seed) {
    this.rows = rows;
    this.pool = pool;
    this.users = users;
    this.items = items;
    this.batch = batch;
    this.scale = scale;
    this.seed = seed;
  }

  double meanLoss() {
    return loss / rows;
  }

  double logScaleGradient() {
    return scaleGradient;
  }

  /** Adds to the gradients, which must be zeros. */
  void run(Matrix userGradient, Matrix itemGradient) {
    for (int i = 0; i < rows; i++) {
      example(i, userGradient, itemGradient);
    }
  }

  private void example(int i, Matrix userGradient, Matrix itemGradient) {
    int positive = valuesOf(batch.positive())[i];
    List<Integer> chosen = chosen(i, positive);
    double sum = 0;
    for (int p : chosen) {
      sum += Math.exp(corrected(i, p));
    }
    loss += Math.log(sum) - corrected(i, positive);
    for (int p : chosen) {
      double g = (Math.exp(corrected(i, p)) / sum - (p == positive ? 1 : 0)) / rows;
      scaleGradient += g * scale * cosine(i, p);
      for (int k = 0; k < users.columns(); k++) {
        add(userGradient, i, k, g * scale * get(items, p, k));
        add(itemGradient, p, k, g * scale * get(users, i, k));
      }
    }
  }

  private double corrected(int i, int p) {
    return scale * cosine(i, p) - get(batch.logQ(), 0, p);
  }

  private double cosine(int i, int p) {
    double sum = 0;
    for (int k = 0; k < users.columns(); k++) {
      sum += get(users, i, k) * get(items, p, k);
    }
    return sum;
  }

  private List<Integer> chosen(int i, int positive) {
    Set<Integer> taken = new HashSet<>();
    for (int m = valuesOf(batch.maskedStart())[i]; m < valuesOf(batch.maskedStart())[i + 1]; m++) {
      taken.add(valuesOf(batch.masked())[m]);
    }
    taken.add(positive);
    List<Integer> chosen = new ArrayList<>(List.of(positive));
    NegativeSampling strategy = batch.strategy();
    if (strategy == NegativeSampling.IN_BATCH) {
      IntStream.range(0, pool).filter(p -> !taken.contains(p)).forEach(chosen::add);
    }
    if (strategy == NegativeSampling.HARD || strategy == NegativeSampling.MIXED) {
      addHardest(i, taken, chosen);
    }
    if (strategy == NegativeSampling.RANDOM || strategy == NegativeSampling.MIXED) {
      addRandom(i, taken, chosen);
    }
    return chosen;
  }

  private void addHardest(int i, Set<Integer> taken, List<Integer> chosen) {
    IntStream.range(0, pool)
        .filter(p -> !taken.contains(p))
        .boxed()
        .sorted(Comparator.comparingDouble(p -> -cosine(i, p)))
        .limit(batch.hardNegatives())
        .forEach(chosen::add);
    taken.addAll(chosen);
  }

  private void addRandom(int i, Set<Integer> taken, List<Integer> chosen) {
    SplittableRandom random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * i);
    int wanted = chosen.size() + batch.randomNegatives();
    for (int tries = 20 * batch.randomNegatives(); tries > 0 && chosen.size() < wanted; tries--) {
      int p = random.nextInt(pool);
      if (taken.add(p)) {
        chosen.add(p);
      }
    }
  }
}
