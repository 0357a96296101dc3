package io.millrace.tests.benchmark.index;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How fast queries are answered when each thread asks the next as soon as it has an answer.
 *
 * @param perSecond over all threads, by the clock
 * @param cpuMicros of a thread for one query: what holds beside other work, too
 */
record Speed(double perSecond, double cpuMicros) {
  private record Turn(long queries, long cpuNanos) {}

  /** Asks for so long, after a tenth of it to warm up. */
  static Speed of(int threads, double seconds, float[][] queries, Consumer<float[]> search) {
    measure(threads, seconds / 10, queries, search);
    return measure(threads, seconds, queries, search);
  }

  private static Speed measure(
      int threads, double seconds, float[][] queries, Consumer<float[]> search) {
    long started = System.nanoTime();
    long end = started + (long) (1e9 * seconds);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      Callable<Turn> asking = () -> askUntil(end, queries, search);
      long asked = 0;
      long cpu = 0;
      for (Future<Turn> turn :
          pool.invokeAll(Stream.generate(() -> asking).limit(threads).toList())) {
        asked += turn.get().queries();
        cpu += turn.get().cpuNanos();
      }
      return new Speed(asked / ((System.nanoTime() - started) / 1e9), cpu / 1e3 / asked);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("searches must end by themselves", e);
    }
  }

  private static Turn askUntil(long end, float[][] queries, Consumer<float[]> search) {
    long cpu = cpuNanos();
    long asked = 0;
    do {
      search.accept(queries[(int) (asked++ % queries.length)]);
    } while (System.nanoTime() < end);
    return new Turn(asked, cpuNanos() - cpu);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
