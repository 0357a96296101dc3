package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Floats;
import io.millrace.trainer.kernels.RowGradients;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Gathers on the host, entry by entry, which rows of a table a step touched and where the parts of
 * their gradients lie, and brings that to the device as compressed sparse rows. A row's entries
 * stay in the order in which they were added (a counting sort).
 *
 * <p>Touched rows are numbered by a table of 4 bytes per row, cleared only where it was used: a
 * step costs the same for any number of rows. Confined to one thread.
 */
final class RowEntries {
  private final DeviceMemory memory;

  /** Of each row of the table: its place among the touched, from 1; 0 for not touched. */
  private final int[] placeOfRow;

  private final IntBuffer touchedOnDevice;
  private final IntBuffer startsOnDevice;
  private final IntBuffer sourcesOnDevice;
  private Floats weightsOnDevice;
  private RowGradients onDevice;
  private int[] touched = new int[1];
  private int[] starts = new int[2];
  private int[] place = new int[1];
  private int[] source = new int[1];
  private float[] weight = new float[1];
  private int[] sortedSource = new int[1];
  private float[] sortedWeight = new float[1];
  private int entries;
  private int touchedCount;
  private @Nullable BitSet movable;

  /**
   * For a table.
   *
   * @param rows of the table
   */
  RowEntries(DeviceMemory memory, int rows) {
    this.memory = memory;
    this.placeOfRow = new int[rows];
    this.touchedOnDevice = new IntBuffer(memory);
    this.startsOnDevice = new IntBuffer(memory);
    this.sourcesOnDevice = new IntBuffer(memory);
    this.weightsOnDevice = memory.floats(1);
    this.onDevice = view();
  }

  private RowGradients view() {
    return new RowGradients(
        touchedOnDevice.ints(), startsOnDevice.ints(), sourcesOnDevice.ints(), weightsOnDevice);
  }

  /** From now on only these rows are entered. */
  void moveOnly(BitSet rows) {
    movable = rows;
  }

  /** Forgets all entries, and makes room for so many. */
  void start(int most) {
    for (int t = 0; t < touchedCount; t++) {
      placeOfRow[touched[t]] = 0;
    }
    entries = 0;
    touchedCount = 0;
    if (most > source.length) {
      grow(Math.max(most, source.length + source.length / 4));
    }
  }

  private void grow(int most) {
    touched = new int[most];
    starts = new int[most + 1];
    place = new int[most];
    source = new int[most];
    weight = new float[most];
    sortedSource = new int[most];
    sortedWeight = new float[most];
    touchedOnDevice.reserve(most);
    startsOnDevice.reserve(most + 1);
    sourcesOnDevice.reserve(most);
    memory.free(weightsOnDevice);
    weightsOnDevice = memory.floats(most);
    onDevice = view();
  }

  /**
   * Adds {@code scale} times the gradient at {@code at} to a row's.
   *
   * @param at offset into the gradients, in floats
   */
  void add(int row, int at, float scale) {
    if (movable != null && !movable.get(row)) {
      return;
    }
    int own = placeOfRow[row];
    if (own == 0) {
      touched[touchedCount++] = row;
      own = touchedCount;
      placeOfRow[row] = own;
    }
    place[entries] = own - 1;
    source[entries] = at;
    weight[entries++] = scale;
  }

  /** How many rows were touched. */
  int touched() {
    return touchedCount;
  }

  /** Sorts the entries by row and copies them to the device. */
  RowGradients upload() {
    sort();
    touchedOnDevice.upload(touched, 0, touchedCount);
    startsOnDevice.upload(starts, 0, touchedCount + 1);
    sourcesOnDevice.upload(sortedSource, 0, entries);
    memory.kernels().upload(sortedWeight, 0, weightsOnDevice, 0, entries);
    return onDevice;
  }

  /** Afterwards {@code starts[t]} is where row t begins. */
  private void sort() {
    Arrays.fill(starts, 0, touchedCount + 1, 0);
    for (int e = 0; e < entries; e++) {
      starts[place[e]]++;
    }
    int sum = 0;
    for (int t = 0; t <= touchedCount; t++) {
      sum += starts[t];
      starts[t] = sum;
    }
    for (int e = entries - 1; e >= 0; e--) {
      int to = --starts[place[e]];
      sortedSource[to] = source[e];
      sortedWeight[to] = weight[e];
    }
  }
}
