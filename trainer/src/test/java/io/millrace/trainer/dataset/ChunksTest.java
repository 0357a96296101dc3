package io.millrace.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksTest {
  /** Around the ends of pieces: 65,536 ints are one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 65_535, 65_536, 65_537, 400_000})
  void shouldKeepEveryNumberWhenColumnsGrow(int size) {
    IntColumn ints = new IntColumn(1);
    LongColumn longs = new LongColumn(1);
    ByteColumn bytes = new ByteColumn(1);
    for (int i = 0; i < size; i++) {
      ints.set(i, i * 31);
      longs.set(i, i * 3_000_000_007L);
      bytes.set(i, (byte) i);
    }
    for (int i = 0; i < size; i++) {
      if (ints.get(i) != i * 31 || longs.get(i) != i * 3_000_000_007L || bytes.get(i) != (byte) i) {
        assertThat(i).as("row that was kept").isNegative();
      }
    }
  }

  @Test
  void shouldHoldZerosWhenRoomWasAskedForAtOnce() {
    IntColumn ints = new IntColumn(200_000);
    for (int i = 0; i < 200_000; i += 997) {
      assertThat(ints.get(i)).isZero();
    }
    assertThat(ints.get(199_999)).isZero();
  }

  @Test
  void shouldKeepEveryRowWhenAMatrixGrows() {
    int width = 46;
    HalfMatrix matrix = new HalfMatrix(10, width);
    SplittableRandom random = new SplittableRandom(1);
    float[] row = new float[width];
    for (int r = 0; r < 9000; r++) {
      for (int c = 0; c < width; c++) {
        row[c] = random.nextInt(1000);
      }
      matrix.set(r, row, 0);
    }
    SplittableRandom again = new SplittableRandom(1);
    for (int r = 0; r < 9000; r++) {
      matrix.get(r, row, 0);
      for (int c = 0; c < width; c++) {
        // whole numbers up to 2048 are exact in 16 bits
        assertThat(row[c] == again.nextInt(1000)).isTrue();
      }
    }
  }

  @Test
  void shouldSayHowMuchWasAskedAndWhatLowersItWhenThereIsNoRoom() {
    assertThatThrownBy(() -> new Chunks(1L << 45, 1))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("33554432.0 MiB more for columns of ratings and their features")
        .hasMessageContaining("MaxDirectMemorySize")
        .hasMessageContaining("trainer.retrieval_max_examples");
  }
}
