package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract on the processor, and what only holds there. */
final class CpuKernelsTest {
  @Nested
  final class OneThread extends KernelsContract {
    @Override
    Kernels open() {
      return new CpuKernels(1);
    }
  }

  @Nested
  final class ThreeThreads extends KernelsContract {
    @Override
    Kernels open() {
      return new CpuKernels(3);
    }
  }

  @Nested
  final class WithoutLibrary extends KernelsContract {
    @Override
    Kernels open() {
      return new CpuKernels(2, false);
    }
  }

  @Test
  void shouldSayWhatComputesWhenAsked() {
    try (Kernels library = new CpuKernels(1);
        Kernels fallback = new CpuKernels(2, false)) {
      assertThat(library.description()).contains("1 thread", "OpenBLAS");
      assertThat(fallback.description()).contains("2 threads", "products by Vector API");
    }
  }

  @Test
  void shouldNameTheRowWhenAnIndexIsNotInTheTable() {
    try (Kernels kernels = new CpuKernels(2)) {
      Bench bench = new Bench(kernels, 1);
      Matrix table = bench.normal(4, 3).matrix();
      Matrix out = bench.normal(1, 3).matrix();

      assertThatThrownBy(() -> kernels.gather(1, table, bench.ints(4), out))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("index: expected from 0 to 3, found 4");
      assertThatThrownBy(() -> kernels.gather(1, table, bench.ints(-1), out))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void shouldSayHowMuchWasAskedForWhenThereIsNotSoMuchMemory() {
    try (Kernels kernels = new CpuKernels(1)) {
      assertThatThrownBy(() -> kernels.floats(1L << 50))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessageContaining("asked for " + (1L << 52) + " bytes");
    }
  }

  @Test
  void shouldRefuseWhenThereAreNoThreads() {
    assertThatThrownBy(() -> new CpuKernels(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads: expected at least 1, found 0");
  }
}
