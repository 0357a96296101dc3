package io.millrace.tests.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Something that takes bytes from outside.
 *
 * @param name for people
 * @param sound inputs that it takes, to begin with
 * @param words of its language
 * @param refusals what it may throw, as its Javadoc says
 * @param reader takes an input
 */
record FuzzTarget(
    String name,
    List<byte[]> sound,
    List<String> words,
    Set<Class<? extends RuntimeException>> refusals,
    Reader reader) {
  /** Takes an input, or refuses it. */
  @FunctionalInterface
  interface Reader {
    void take(byte[] input) throws Exception;
  }

  /** Texts as bytes. */
  static List<byte[]> texts(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Whether this is how it refuses. */
  boolean refuses(Throwable failure) {
    return refusals.stream().anyMatch(refusal -> refusal.isInstance(failure));
  }
}
