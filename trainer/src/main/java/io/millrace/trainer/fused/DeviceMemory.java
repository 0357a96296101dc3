package io.millrace.trainer.fused;

import io.millrace.runtime.UserFault;
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
  private static final long MIB = 1 << 20;
  private static final String BATCH = "the layers and their activations of a batch";
  private static final String BATCH_SETTINGS =
      "trainer.batch_size, trainer.pool_size or the widths of the layers";

  private final Kernels kernels;
  private final Set<Floats> floats = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Ints> ints = Collections.newSetFromMap(new IdentityHashMap<>());

  DeviceMemory(Kernels kernels) {
    this.kernels = kernels;
  }

  Kernels kernels() {
    return kernels;
  }

  /**
   * New memory for layers and batches, zeros.
   *
   * @throws UserFault if the device has not so much
   */
  Floats floats(long size) {
    return floats(size, BATCH, BATCH_SETTINGS);
  }

  /**
   * New memory, zeros.
   *
   * @param purpose what it is for, to be told where there is not so much
   * @param settings what lowers it
   * @throws UserFault if the device has not so much
   */
  Floats floats(long size, String purpose, String settings) {
    try {
      Floats memory = kernels.floats(size);
      floats.add(memory);
      return memory;
    } catch (OutOfMemoryError e) {
      throw refused(size, purpose, settings, e);
    }
  }

  /**
   * New memory, zeros.
   *
   * @throws UserFault if the device has not so much
   */
  Ints ints(long size) {
    try {
      Ints memory = kernels.ints(size);
      ints.add(memory);
      return memory;
    } catch (OutOfMemoryError e) {
      throw refused(size, BATCH, BATCH_SETTINGS, e);
    }
  }

  /** A learner that lacks a part is of no use: what it holds is given back. */
  private UserFault refused(long size, String purpose, String settings, OutOfMemoryError cause) {
    close();
    return new UserFault(
        "trainer: %d MiB for %s must be free, are not (%s); lower %s"
            .formatted(size * Float.BYTES / MIB, purpose, cause.getMessage(), settings),
        cause);
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
