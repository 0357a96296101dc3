package io.millrace.trainer.kernels;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What calls on kernels of two threads leave on the heap, by the caller and the team's thread. */
public final class AllocatedBytes {
  /** Calls in a round. */
  public static final int ROUND = 20;

  private static final int PAUSE_EVERY = 50;
  private static final int PAUSE_MILLIS = 20;

  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private final long worker = worker();

  /** Of the kernels that are open. */
  public AllocatedBytes() {}

  private static long worker() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("kernels-"))
        .findFirst()
        .orElseThrow()
        .threadId();
  }

  /**
   * Repeats rounds, since code that is not compiled yet allocates, until one leaves no more.
   *
   * @param bytes a round may leave
   * @param most rounds
   * @return how many rounds left more
   */
  public int roundsUntil(long bytes, int most, Runnable calls) {
    int rounds = 0;
    while (ofRound(calls) > bytes && rounds < most) {
      rounds++;
      if (rounds % PAUSE_EVERY == 0) {
        leaveProcessorsToTheCompiler();
      }
    }
    System.out.println("rounds until no more was allocated: " + rounds);
    return rounds;
  }

  /** The kernels' threads spin: on a busy machine the compiler would not get its turn. */
  private static void leaveProcessorsToTheCompiler() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private long ofRound(Runnable calls) {
    long others = threads.getThreadAllocatedBytes(worker);
    long own = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUND; i++) {
      calls.run();
    }
    long mine = threads.getCurrentThreadAllocatedBytes() - own;
    return mine + threads.getThreadAllocatedBytes(worker) - others;
  }
}
