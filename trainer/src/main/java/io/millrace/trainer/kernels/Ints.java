package io.millrace.trainer.kernels;

/**
 * 32-bit integers in a device's memory, zeros at first. Freed with the {@link Kernels} it is from.
 */
public interface Ints {
  /** How many. */
  long size();
}
