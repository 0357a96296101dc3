package io.millrace.trainer.kernels;

/** Ints at an address of this process. */
final class CpuInts implements Ints {
  private final HostMemory memory;
  private final long size;
  private long address;

  CpuInts(HostMemory memory, long address, long size) {
    this.memory = memory;
    this.address = address;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  /** Where they begin, in bytes. */
  long address() {
    if (address == 0 || memory.closed()) {
      throw new IllegalStateException("ints: used after they were given back");
    }
    return address;
  }

  /** From now on they must not be used. */
  void release() {
    address = 0;
  }

  /** The address of one of them, where so many from there on are within. */
  static long address(String name, Ints ints, long at, long count) {
    if (!(ints instanceof CpuInts memory)) {
      throw new IllegalArgumentException(name + ": memory of other kernels");
    }
    if (at < 0 || count < 0 || at + count > memory.size) {
      throw new IllegalArgumentException(
          "%s: expected %d ints at %d, found %d altogether"
              .formatted(name, count, at, memory.size));
    }
    return memory.address() + at * Integer.BYTES;
  }
}
