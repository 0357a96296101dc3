package io.millrace.trainer.kernels;

/** Memory that a kernel uses between its passes; grows to the largest that was asked for. */
final class Scratch {
  private final HostMemory memory;
  private long address;
  private long bytes;

  Scratch(HostMemory memory) {
    this.memory = memory;
  }

  /** The address of at least so many bytes, of any content. */
  long of(long wanted) {
    if (wanted > bytes) {
      if (address != 0) {
        memory.free(address);
        address = 0;
        bytes = 0;
      }
      address = memory.allocate(wanted);
      bytes = wanted;
    }
    return address;
  }
}
