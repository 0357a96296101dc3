package io.millrace.fuzzing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes inputs of sound ones: a few changes each, such as break parsers. For one thread. */
final class Mutator {
  private static final int MOST_CHANGES = 8;
  private static final int LONGEST = 64 * 1024;

  /** Lengths, signs and ends that are easily forgotten: bytes, and varints of Avro. */
  private static final List<byte[]> EDGES =
      List.of(
          bytes(0),
          bytes(0xff),
          bytes(0x80),
          bytes(0x7f),
          bytes(0xff, 0xff, 0xff, 0xff, 0x0f),
          bytes(0xfe, 0xff, 0xff, 0xff, 0x0f),
          bytes(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
          bytes(0x7f, 0xff, 0xff, 0xff),
          bytes(0x80, 0, 0, 0),
          bytes(0xc0, 0x80),
          bytes(0xef, 0xbb, 0xbf),
          bytes(0xed, 0xa0, 0x80));

  private final SplittableRandom random;
  private final List<byte[]> sound;
  private final List<byte[]> words;

  /**
   * Mutates these.
   *
   * @param words put in as they are
   */
  Mutator(SplittableRandom random, List<byte[]> sound, List<String> words) {
    this.random = random;
    this.sound = List.copyOf(sound);
    this.words = words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** The next input. */
  byte[] next() {
    byte[] input = any(sound);
    for (int changes = random.nextInt(MOST_CHANGES) + 1; changes > 0; changes--) {
      input = changed(input);
    }
    return input.length > LONGEST ? part(input, 0, LONGEST) : input;
  }

  private byte[] changed(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + random.nextInt(16));
    return switch (random.nextInt(7)) {
      case 0 -> flipped(input, from);
      case 1 -> spliced(input, from, from, any(EDGES));
      case 2 -> spliced(input, from, to, any(EDGES));
      case 3 -> spliced(input, from, to, new byte[0]);
      case 4 -> spliced(input, from, from, part(input, from, to));
      case 5 -> part(input, 0, from);
      default -> spliced(input, from, from, words.isEmpty() ? any(sound) : any(words));
    };
  }

  private byte[] flipped(byte[] input, int at) {
    byte[] changed = input.clone();
    if (at < changed.length) {
      changed[at] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] put) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(input.length + put.length);
    out.write(input, 0, from);
    out.write(put, 0, put.length);
    out.write(input, to, input.length - to);
    return out.toByteArray();
  }

  private static byte[] part(byte[] input, int from, int to) {
    return Arrays.copyOfRange(input, from, to);
  }

  private byte[] any(List<byte[]> some) {
    return some.get(random.nextInt(some.size()));
  }
}
