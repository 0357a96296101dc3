package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Memory and transfers. */
interface MemoryContract extends OnKernels {
  @Test
  default void shouldHoldZerosWhenMemoryIsNew() {
    Floats floats = bench().kernels().floats(1000);

    assertThat(floats.size()).isEqualTo(1000);
    assertThat(bench().read(floats)).containsOnly(0f);
    assertThat(bench().kernels().ints(7).size()).isEqualTo(7);
    assertThat(bench().kernels().floats(0).size()).isZero();
  }

  @Test
  default void shouldReadBackARangeWhenItWasUploaded() {
    Kernels kernels = bench().kernels();
    Floats floats = kernels.floats(6);
    float[] source = {1, 2, 3, 4};
    kernels.upload(source, 1, floats, 2, 3);
    Arrays.fill(source, 9);

    float[] found = new float[5];
    kernels.download(floats, 1, found, 1, 4);

    assertThat(found).containsExactly(0, 0, 2, 3, 4);
  }

  @Test
  default void shouldUploadPackedRowsWhenTheMatrixIsWider() {
    Cells cells = bench().poisoned(3, 2);

    bench().kernels().uploadRows(new float[] {9, 1, 2, 3, 4, 5, 6}, 1, cells.matrix(), 3);

    assertThat(cells.now()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  default void shouldSetOnlyTheRangeWhenItFills() {
    Floats floats = bench().kernels().floats(40_000);

    bench().kernels().fill(floats, 3, 39_998, 2.5f);

    float[] found = bench().read(floats);
    assertThat(found[2]).isZero();
    assertThat(found[39_998]).isZero();
    assertThat(Arrays.copyOfRange(found, 3, 39_998)).containsOnly(2.5f);
  }

  @Test
  default void shouldBoundTheRangeWhenItClamps() {
    Floats floats = bench().floats(-5, -5, 0.5f, 5, 5);

    bench().kernels().clamp(floats, 1, 4, -1, 2);

    assertThat(bench().read(floats)).containsExactly(-5, -1, 0.5f, 2, 5);
  }

  @Test
  default void shouldRefuseMemoryWhenItWasGivenBack() {
    Floats floats = bench().kernels().floats(4);
    Ints ints = bench().kernels().ints(4);
    bench().kernels().free(floats);
    bench().kernels().free(ints);

    assertThatThrownBy(() -> bench().read(floats)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> bench().kernels().free(ints))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void shouldNameArgumentAndSizesWhenARangeIsNotWithin() {
    Floats floats = bench().kernels().floats(4);

    assertThatThrownBy(() -> bench().kernels().upload(new float[9], 0, floats, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("to", "3", "2", "4");
    assertThatThrownBy(() -> bench().kernels().fill(floats, 3, 2, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void shouldDoNothingWhenClosedTwice() {
    bench().kernels().close();

    bench().kernels().close();

    assertThat(bench().kernels().description()).isNotBlank();
  }
}
