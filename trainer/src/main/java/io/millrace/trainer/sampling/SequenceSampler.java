package io.millrace.trainer.sampling;

import io.millrace.trainer.learner.RetrievalBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes batches of windows of users' events: each epoch cuts every user's events into windows at
 * another place, so that an event is met with more and with less before it.
 *
 * <p>Same seed, same batches. For one thread.
 */
public final class SequenceSampler implements BatchSource {
  private final EventWindows windows;
  private final RetrievalSampler examples;
  private final int batchSize;
  private final List<List<EventWindows.Window>> epoch = new ArrayList<>();

  /**
   * A sampler.
   *
   * @param windows over a stretch
   * @param examples makes batches of the same stretch, without histories
   * @param batchSize rows per step at least, but for the last; where that would have one row, it
   *     goes with the step before ({@link Steps} says why)
   */
  public SequenceSampler(EventWindows windows, RetrievalSampler examples, int batchSize) {
    this.windows = windows;
    this.examples = examples;
    this.batchSize = batchSize;
    shuffle(0);
  }

  @Override
  public void shuffle(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<EventWindows.Window> all = windows.cut(random);
    Shuffle.of(all, random);
    epoch.clear();
    List<EventWindows.Window> step = new ArrayList<>();
    int rows = 0;
    for (EventWindows.Window window : all) {
      step.add(window);
      rows += window.rows();
      if (rows >= batchSize) {
        epoch.add(step);
        step = new ArrayList<>();
        rows = 0;
      }
    }
    if (rows == 1 && !epoch.isEmpty()) {
      epoch.getLast().addAll(step);
    } else if (!step.isEmpty()) {
      epoch.add(step);
    }
  }

  @Override
  public int steps() {
    return epoch.size();
  }

  @Override
  public RetrievalBatch batch(int step, long seed) {
    return batch(windows.pack(epoch.get(step)), new int[0], seed);
  }

  @Override
  public RetrievalBatch batch(int[] events, int[] required, long seed) {
    return batch(windows.pack(windows.endingWithin(events)), required, seed);
  }

  private RetrievalBatch batch(PackedEvents packed, int[] required, long seed) {
    return examples.batch(packed.events(), required, seed).with(packed.sequences());
  }
}
