package io.millrace.recommend.bulk;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Cuts bytes into lines at line feeds, whatever the pieces they come in; the last line may lack
 * one. A carriage return before it and a byte order mark at the very beginning are no part of a
 * line. What is longer than the limit is passed over, not held. One thread.
 */
final class LineSplitter {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Takes the lines, blank ones too, numbered from 1. */
  interface Sink {
    /** A line's bytes. */
    void line(long number, byte[] bytes) throws InterruptedException;

    /** A line longer than the limit. */
    void tooLong(long number) throws InterruptedException;
  }

  private final int limit;
  private final Sink sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number = 1;
  private boolean tooLong;

  /**
   * For lines of at most so many bytes, their end not counted.
   *
   * @param limit at least 1
   */
  LineSplitter(int limit, Sink sink) {
    this.limit = limit;
    this.sink = sink;
  }

  /** The next bytes. */
  void feed(byte[] bytes) throws InterruptedException {
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        hold(bytes, from, i);
        emit();
        from = i + 1;
      }
    }
    hold(bytes, from, bytes.length);
  }

  /** There are no more bytes. */
  void end() throws InterruptedException {
    if (line.size() > 0 || tooLong) {
      emit();
    }
  }

  /** Two more than the limit are held: a carriage return, and the byte that is too many. */
  private void hold(byte[] bytes, int from, int to) {
    int room = limit + 2 + (number == 1 ? BYTE_ORDER_MARK.length : 0) - line.size();
    line.write(bytes, from, Math.min(room, to - from));
    tooLong |= to - from > room;
  }

  private void emit() throws InterruptedException {
    byte[] bytes = bare(line.toByteArray());
    if (tooLong || bytes.length > limit) {
      sink.tooLong(number);
    } else {
      sink.line(number, bytes);
    }
    line.reset();
    tooLong = false;
    number++;
  }

  private byte[] bare(byte[] bytes) {
    int from = number == 1 && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
    int to =
        bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static boolean startsWithMark(byte[] bytes) {
    int length = BYTE_ORDER_MARK.length;
    return bytes.length >= length && Arrays.equals(bytes, 0, length, BYTE_ORDER_MARK, 0, length);
  }
}
