package io.millrace.data.movielens;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * A file's lines, each bounded in length, so that a file without line ends cannot take the heap.
 * Ends with LF or CR LF; a byte order mark is dropped. Not thread-safe.
 */
final class Lines implements Closeable {
  /** Characters of a line that are kept; the rest is dropped, and {@link #overlong()} is true. */
  static final int MAX_LENGTH = 1 << 20;

  private final Reader reader;
  private final char[] buffer = new char[1 << 16];
  private final StringBuilder carried = new StringBuilder();
  private int at;
  private int filled;
  private long number;
  private boolean overlong;

  Lines(InputStream bytes, Charset charset) {
    this.reader = new InputStreamReader(bytes, charset);
  }

  /** The next line without its end, or null after the last. */
  @Nullable String next() throws IOException {
    carried.setLength(0);
    overlong = false;
    boolean any = false;
    while (true) {
      if (at == filled && !fill()) {
        return any ? finished(carry(0, 0)) : null;
      }
      any = true;
      int end = lineEnd();
      if (end < filled) {
        String line = carry(at, end);
        at = end + 1;
        return finished(line);
      }
      keep(at, filled);
      at = filled;
    }
  }

  /** Number of the line returned last, from 1. */
  long number() {
    return number;
  }

  /** Whether that line was longer than is kept. */
  boolean overlong() {
    return overlong;
  }

  private boolean fill() throws IOException {
    filled = Math.max(0, reader.read(buffer, 0, buffer.length));
    at = 0;
    return filled > 0;
  }

  private int lineEnd() {
    int end = at;
    while (end < filled && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  private String carry(int from, int to) {
    if (carried.isEmpty() && to - from <= MAX_LENGTH) {
      return new String(buffer, from, to - from);
    }
    keep(from, to);
    return carried.toString();
  }

  private void keep(int from, int to) {
    int room = MAX_LENGTH - carried.length();
    overlong |= to - from > room;
    carried.append(buffer, from, Math.min(room, to - from));
  }

  private String finished(String line) {
    number++;
    int from = number == 1 && line.startsWith("\uFEFF") ? 1 : 0;
    int to = line.endsWith("\r") ? line.length() - 1 : line.length();
    return line.substring(from, Math.max(from, to));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
