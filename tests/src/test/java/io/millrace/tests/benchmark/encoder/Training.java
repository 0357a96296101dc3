package io.millrace.tests.benchmark.encoder;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.trainer.sampling.Shuffle;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** Trains a model within the budget, epoch by epoch. Confined to one thread. */
final class Training {
  private final Windows windows;
  private final NextItemJudge judge;
  private final Budget budget;
  private final BiConsumer<EncoderSpec, Fit.Epoch> listener;

  /**
   * A training.
   *
   * @param listener told of each epoch at its end
   */
  Training(
      Windows windows,
      NextItemJudge judge,
      Budget budget,
      BiConsumer<EncoderSpec, Fit.Epoch> listener) {
    this.windows = windows;
    this.judge = judge;
    this.budget = budget;
    this.listener = listener;
  }

  /** Fits a fresh model. */
  Fit run(EncoderSpec spec, NextItemModel model) {
    List<Fit.Epoch> epochs = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    int since = 0;
    double wall = 0;
    double cpu = 0;
    while (epochs.size() < budget.epochs()
        && since < budget.patience()
        && cpu < budget.cpuSeconds()) {
      long wallStart = System.nanoTime();
      long cpuStart = cpuNanos();
      double loss = epoch(model, spec.seed() * 1_000_003L + epochs.size());
      wall += (System.nanoTime() - wallStart) / 1e9;
      cpu += (cpuNanos() - cpuStart) / 1e9;
      double ndcg = judge.choosing(model).ndcg();
      boolean better = ndcg > best;
      Ranks told = better ? judge.telling(model) : epochs.getLast().told();
      best = Math.max(best, ndcg);
      since = better ? 0 : since + 1;
      epochs.add(new Fit.Epoch(epochs.size() + 1, loss, wall, cpu, ndcg, told));
      listener.accept(spec, epochs.getLast());
    }
    return new Fit(spec, epochs);
  }

  private double epoch(NextItemModel model, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Window> all = windows.cut(random);
    Shuffle.of(all, random);
    double sum = 0;
    int steps = 0;
    int from = 0;
    while (from < all.size()) {
      int to = batchEnd(all, from);
      sum += model.step(windows.examples(all.subList(from, to)));
      steps++;
      from = to;
    }
    return sum / Math.max(1, steps);
  }

  private int batchEnd(List<Window> all, int from) {
    int rows = 0;
    int to = from;
    while (to < all.size() && rows < budget.batchSize()) {
      rows += all.get(to++).size();
    }
    return to;
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
