package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TeamTest {
  @Test
  void shouldForgetAFailureWhenTheNextLoopBegins() {
    CyclicBarrier both = new CyclicBarrier(2);
    try (Team team = new Team(2)) {
      // caller and worker are both in the loop when it fails, and both fail
      assertThatThrownBy(() -> team.run((block, worker) -> fail(both), 2))
          .isInstanceOf(IllegalStateException.class);

      AtomicInteger done = new AtomicInteger();
      team.run((block, worker) -> done.incrementAndGet(), 100);
      assertThat(done).hasValue(100);
    }
  }

  private static void fail(CyclicBarrier both) {
    try {
      both.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
    throw new IllegalStateException("as it should");
  }
}
