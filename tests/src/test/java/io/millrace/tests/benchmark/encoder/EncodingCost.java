package io.millrace.tests.benchmark.encoder;

import io.millrace.model.bundle.Tensor;
import io.millrace.model.network.RecurrentLayer;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/** What a query pays: one history of full length encoded at a time, on this thread. */
final class EncodingCost {
  private static final int WARM_UP = 500;
  private static final int TIMES = 1000;

  private EncodingCost() {}

  /** Microseconds of CPU of a model. */
  static double micros(EncoderSpec spec, NextItemModel model) {
    int[] items = new int[spec.length()];
    for (int step = 0; step < items.length; step++) {
      items[step] = 1 + step % spec.items();
    }
    float[] signals = new float[items.length * spec.signalWidth()];
    PaddedWindows history = new PaddedWindows(1, items.length, items, signals);
    int[] last = {items.length - 1};
    return micros(() -> model.encode(history, last));
  }

  /** The same of the layer that serves, its input given. */
  static double microsOfServing(EncoderSpec spec, SplittableRandom random) {
    int dim = spec.dim();
    int in = dim + spec.sideWidth();
    RecurrentLayer layer =
        new RecurrentLayer(
            weights("W", in, 3 * dim, random),
            weights("U", dim, 3 * dim, random),
            weights("b", 1, 3 * dim, random));
    float[] x = weights("x", spec.length(), in, random).values();
    float[] state = new float[dim];
    return micros(() -> layer.apply(spec.length(), x, state, 0));
  }

  private static Tensor weights(String name, int rows, int columns, SplittableRandom random) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-0.1, 0.1);
    }
    return new Tensor(name, rows, columns, values);
  }

  private static double micros(Runnable encoding) {
    for (int i = 0; i < WARM_UP; i++) {
      encoding.run();
    }
    long started = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < TIMES; i++) {
      encoding.run();
    }
    long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - started;
    return used / 1e3 / TIMES;
  }
}
