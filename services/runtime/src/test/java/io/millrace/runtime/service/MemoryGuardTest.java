package io.millrace.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class MemoryGuardTest {
  @Test
  void shouldCollectWhenTheProcessIsAboveItsTarget() throws Exception {
    Assumptions.assumeTrue(
        Files.isReadable(Path.of("/proc/self/statm")), "only Linux tells the resident size");
    try (MemoryGuard guard = new MemoryGuard(new MemoryTarget(1))) {
      guard.start();
      while (collections(guard) == 0) {
        Thread.sleep(20);
      }
    }
  }

  @Test
  void shouldLeaveTheProcessAloneBelowItsTarget() throws Exception {
    try (MemoryGuard guard = new MemoryGuard(new MemoryTarget(1 << 20))) {
      guard.start();
      Thread.sleep(600);
      assertThat(collections(guard)).isZero();
    }
  }

  @Test
  void shouldRestLongerAsLongAsCollectingDoesNotHelp() {
    Duration rest = Duration.ofSeconds(1);
    for (int seconds : new int[] {2, 4, 8, 16, 32, 60, 60}) {
      rest = MemoryGuard.next(rest, false);
      assertThat(rest).hasSeconds(seconds);
    }

    assertThat(MemoryGuard.next(rest, true)).hasSeconds(1);
  }

  private static long collections(MemoryGuard guard) {
    return ((Number) guard.health().getOrDefault("collections", -1L)).longValue();
  }
}
