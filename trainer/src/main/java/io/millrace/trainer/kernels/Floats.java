package io.millrace.trainer.kernels;

/**
 * 32-bit floats in a device's memory, zeros at first. Freed with the {@link Kernels} it is from.
 */
public interface Floats {
  /** How many. */
  long size();
}
