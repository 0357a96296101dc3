package io.millrace.trainer.kernels;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What calls on kernels of two threads leave on the heap, by the caller and the team's thread. */
public final class AllocatedBytes {
  /**
   * What is called again and again.
   *
   * @param name told where it still allocates
   */
  public record Call(String name, Runnable code) {}

  private static final int CALLS_IN_A_ROUND = 20;
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
   * Repeats rounds of the calls, since code that is not compiled yet allocates, until one leaves
   * nothing; prints how many it took, or which calls still allocate after the last.
   *
   * @param most rounds
   * @return whether a round left nothing
   */
  public boolean comeToNothing(int most, List<Call> calls) {
    for (int round = 0; round < most; round++) {
      if (ofRound(calls) == 0) {
        System.out.println("nothing allocated after " + round + " rounds");
        return true;
      }
      if (round % PAUSE_EVERY == 0) {
        leaveProcessorsToTheCompiler();
      }
    }
    System.out.println("after " + most + " rounds still allocated by");
    for (Call call : calls) {
      System.out.println("  " + call.name() + ": " + ofRound(List.of(call)) + " bytes");
    }
    return false;
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

  private long ofRound(List<Call> calls) {
    long others = threads.getThreadAllocatedBytes(worker);
    long own = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS_IN_A_ROUND; i++) {
      for (int c = 0; c < calls.size(); c++) {
        calls.get(c).code().run();
      }
    }
    long mine = threads.getCurrentThreadAllocatedBytes() - own;
    return mine + threads.getThreadAllocatedBytes(worker) - others;
  }
}
