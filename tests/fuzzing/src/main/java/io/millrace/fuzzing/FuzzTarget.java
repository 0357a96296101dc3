package io.millrace.fuzzing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that takes bytes from outside. Has a constructor without parameters, so that a process
 * of its own can make it; used by one thread.
 */
public interface FuzzTarget extends AutoCloseable {
  /** What to begin with: inputs that are taken, and those that were once taken wrongly. */
  List<byte[]> seeds();

  /** Words of its language. */
  default List<String> words() {
    return List.of();
  }

  /**
   * Takes an input, or refuses it as documented.
   *
   * @return whether it was taken
   * @throws Exception any is a finding
   */
  boolean take(byte[] input) throws Exception;

  /** Puts away what was kept of inputs that were taken, so that what is still held is a leak. */
  default void renew() throws Exception {}

  @Override
  default void close() throws IOException {}

  /** Texts as bytes. */
  static List<byte[]> texts(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** The target of a class. */
  static FuzzTarget of(Class<? extends FuzzTarget> type) {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          type.getName() + ": must have a constructor without parameters that works", e);
    }
  }
}
