package io.millrace.trainer.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Floats and integers at addresses, one at a time or as many as the processor takes. Nothing is
 * checked here: sizes are at the entrance of each kernel.
 *
 * <p>Sums over lanes are taken in a fixed order, which the Vector API's own reduction leaves open
 * (interpreter and compiler differ), so that results do not depend on when code was compiled.
 */
final class Lanes {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());

  /** Floats in a vector. */
  static final int COUNT = FLOATS.length();

  /** Bytes in a vector. */
  static final long BYTES = (long) COUNT * Float.BYTES;

  /** All memory, from address 0. */
  static final MemorySegment ALL = everything();

  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private Lanes() {}

  @SuppressWarnings("restricted")
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  static FloatVector load(long address) {
    return FloatVector.fromMemorySegment(FLOATS, ALL, address, ORDER);
  }

  static FloatVector load(long address, VectorMask<Float> mask) {
    return FloatVector.fromMemorySegment(FLOATS, ALL, address, ORDER, mask);
  }

  static void store(long address, FloatVector value) {
    value.intoMemorySegment(ALL, address, ORDER);
  }

  static void store(long address, FloatVector value, VectorMask<Float> mask) {
    value.intoMemorySegment(ALL, address, ORDER, mask);
  }

  static IntVector broadcast(int value) {
    return IntVector.broadcast(INTS, value);
  }

  static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  static FloatVector zero() {
    return FloatVector.zero(FLOATS);
  }

  /** The lanes from {@code at} on that are below {@code end}. */
  static VectorMask<Float> mask(int at, int end) {
    return FLOATS.indexInRange(at, end);
  }

  /** How many of so many floats fill whole vectors. */
  static int whole(int floats) {
    return FLOATS.loopBound(floats);
  }

  static float get(long address) {
    return ALL.get(ValueLayout.JAVA_FLOAT, address);
  }

  static void set(long address, float value) {
    ALL.set(ValueLayout.JAVA_FLOAT, address, value);
  }

  static int getInt(long address) {
    return ALL.get(ValueLayout.JAVA_INT, address);
  }

  /**
   * The sum of a vector's lanes that were stored there, in their order. They go by memory because a
   * vector handed to a method that is not compiled into its caller becomes an object.
   */
  static double sum(long address) {
    double sum = 0;
    for (int lane = 0; lane < COUNT; lane++) {
      sum += get(address + (long) lane * Float.BYTES);
    }
    return sum;
  }

  static void copy(float[] from, int fromAt, long to, int count) {
    MemorySegment.copy(from, fromAt, ALL, ValueLayout.JAVA_FLOAT, to, count);
  }

  static void copy(int[] from, int fromAt, long to, int count) {
    MemorySegment.copy(from, fromAt, ALL, ValueLayout.JAVA_INT, to, count);
  }

  static void copy(long from, float[] to, int toAt, int count) {
    MemorySegment.copy(ALL, ValueLayout.JAVA_FLOAT, from, to, toAt, count);
  }
}
