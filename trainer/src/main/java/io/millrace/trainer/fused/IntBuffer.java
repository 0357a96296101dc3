package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Ints;

/** Integers on the device, with room for the most so far. Confined to one thread. */
final class IntBuffer {
  private final DeviceMemory memory;
  private Ints ints;

  IntBuffer(DeviceMemory memory) {
    this.memory = memory;
    this.ints = memory.ints(1);
  }

  /** Makes room, with a quarter to spare; growing forgets what was there. Says whether it grew. */
  boolean reserve(int size) {
    if (size <= ints.size()) {
      return false;
    }
    long room = Math.max(size, ints.size() + ints.size() / 4);
    memory.free(ints);
    ints = memory.ints(room);
    return true;
  }

  Ints ints() {
    return ints;
  }

  /** Makes room for, and copies, {@code count} of the array. */
  void upload(int[] from, int fromAt, int count) {
    reserve(count);
    memory.kernels().upload(from, fromAt, ints, 0, count);
  }
}
