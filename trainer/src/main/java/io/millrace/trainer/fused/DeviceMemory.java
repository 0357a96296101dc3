package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Floats;
import io.millrace.trainer.kernels.Ints;
import io.millrace.trainer.kernels.Kernels;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What one learner holds of a device's memory, given back together: the kernels are shared and
 * outlive it. Confined to one thread.
 */
final class DeviceMemory implements AutoCloseable {
  private final Kernels kernels;
  private final Set<Floats> floats = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Ints> ints = Collections.newSetFromMap(new IdentityHashMap<>());

  DeviceMemory(Kernels kernels) {
    this.kernels = kernels;
  }

  Kernels kernels() {
    return kernels;
  }

  /** New memory, zeros. */
  Floats floats(long size) {
    Floats memory = kernels.floats(size);
    floats.add(memory);
    return memory;
  }

  /** New memory, zeros. */
  Ints ints(long size) {
    Ints memory = kernels.ints(size);
    ints.add(memory);
    return memory;
  }

  void free(Floats memory) {
    floats.remove(memory);
    kernels.free(memory);
  }

  void free(Ints memory) {
    ints.remove(memory);
    kernels.free(memory);
  }

  @Override
  public void close() {
    floats.forEach(kernels::free);
    ints.forEach(kernels::free);
    floats.clear();
    ints.clear();
  }
}
