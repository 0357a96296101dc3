package io.millrace.trainer.fused;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trainer.kernels.RowGradients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowEntriesTest {
  private static final int ROWS = 40;

  private record Entry(int source, float weight) {}

  @Test
  void shouldSortEntriesByRowAndKeepTheirOrder() {
    long seed = System.nanoTime();
    System.out.println("RowEntriesTest seed " + seed);
    Random random = new Random(seed);
    RowEntries entries = new RowEntries(new DeviceMemory(new DoubleKernels()), ROWS);
    for (int round = 0; round < 20; round++) {
      int count = random.nextInt(100);
      Map<Integer, List<Entry>> expected = new LinkedHashMap<>();
      entries.start(count);
      for (int e = 0; e < count; e++) {
        Entry entry = new Entry(random.nextInt(1000), random.nextFloat());
        int row = random.nextInt(ROWS);
        entries.add(row, entry.source(), entry.weight());
        expected.computeIfAbsent(row, r -> new ArrayList<>()).add(entry);
      }
      assertThat(entries.touched()).isEqualTo(expected.size());
      assertThat(read(entries.upload(), expected.size())).isEqualTo(expected);
    }
  }

  private static Map<Integer, List<Entry>> read(RowGradients rows, int touched) {
    Map<Integer, List<Entry>> read = new LinkedHashMap<>();
    int[] starts = DoubleMemory.valuesOf(rows.starts());
    for (int t = 0; t < touched; t++) {
      List<Entry> own = new ArrayList<>();
      for (int e = starts[t]; e < starts[t + 1]; e++) {
        int source = DoubleMemory.valuesOf(rows.sources())[e];
        own.add(new Entry(source, (float) DoubleMemory.valuesOf(rows.weights())[e]));
      }
      read.put(DoubleMemory.valuesOf(rows.touched())[t], own);
    }
    return read;
  }
}
