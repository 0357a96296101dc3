package io.millrace.recommend.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LineSplitterTest {
  private static final int LIMIT = 5;

  private final List<String> lines = new ArrayList<>();
  private final LineSplitter splitter = new LineSplitter(LIMIT, new Noting());

  private final class Noting implements LineSplitter.Sink {
    @Override
    public void line(long number, byte[] bytes) {
      lines.add(number + ":" + new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void tooLong(long number) {
      lines.add(number + " too long");
    }
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of("\n", List.of("1:")),
        Arguments.of("a", List.of("1:a")),
        Arguments.of("a\n", List.of("1:a")),
        Arguments.of("a\nb", List.of("1:a", "2:b")),
        Arguments.of("a\n\nb\n", List.of("1:a", "2:", "3:b")),
        Arguments.of("a\r\nb\r\n", List.of("1:a", "2:b")),
        Arguments.of("a\rb\r\r\n", List.of("1:a\rb\r")),
        Arguments.of("\uFEFFa\n\uFEFFb", List.of("1:a", "2:\uFEFFb")),
        Arguments.of("\uFEFF12345\r\n", List.of("1:12345")),
        Arguments.of("\uFEFF123456\n", List.of("1 too long")),
        Arguments.of("12345\r\n123456\r\n12\n", List.of("1:12345", "2 too long", "3:12")),
        Arguments.of("1234567890\n1\n1234567890", List.of("1 too long", "2:1", "3 too long")));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void shouldCutAtLineFeedsHoweverTheBytesCome(String body, List<String> expected)
      throws InterruptedException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    for (int piece = 1; piece <= bytes.length + 1; piece++) {
      lines.clear();
      LineSplitter fresh = new LineSplitter(LIMIT, new Noting());
      for (int from = 0; from < bytes.length; from += piece) {
        fresh.feed(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
      }
      fresh.end();
      assertThat(lines).as("pieces of " + piece).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void shouldFindTheLinesThatStringsHaveInRandomBytes() throws InterruptedException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("x");
    for (int i = 0; i < 2000; i++) {
      text.append("ab\n".charAt(random.nextInt(3)));
    }
    for (char each : text.toString().toCharArray()) {
      splitter.feed(new byte[] {(byte) each});
    }
    splitter.end();

    List<String> expected = new ArrayList<>();
    for (String line : text.toString().lines().toList()) {
      int number = expected.size() + 1;
      expected.add(line.length() > LIMIT ? number + " too long" : number + ":" + line);
    }
    assertThat(lines).as("seed " + seed).containsExactlyElementsOf(expected);
  }
}
