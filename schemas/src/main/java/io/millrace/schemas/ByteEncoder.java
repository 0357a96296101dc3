package io.millrace.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.Encoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding straight into one growing array. Avro's own encoder makes an array for
 * every string and copies through a second buffer; ids and genres are short and plain, and are
 * written here character by character.
 *
 * <p>Reused from record to record by one thread.
 */
final class ByteEncoder extends Encoder {
  private static final int FIRST_CAPACITY = 4096;

  /** A buffer that one huge record made larger than this is not kept. */
  private static final int LARGEST_KEPT = 1024 * 1024;

  private static final int LONGEST_NUMBER = 10;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  /** Begins a record with these bytes. */
  void begin(byte[] header) {
    if (bytes.length > LARGEST_KEPT) {
      bytes = new byte[FIRST_CAPACITY];
    }
    size = 0;
    writeFixed(header, 0, header.length);
  }

  /** What was written since {@link #begin}. */
  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
  }

  private void writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  @Override
  public void flush() {}

  @Override
  public void writeNull() {}

  @Override
  public void writeBoolean(boolean value) {
    writeByte(value ? 1 : 0);
  }

  @Override
  public void writeInt(int value) {
    reserve(LONGEST_NUMBER);
    size = putInt(value, size);
  }

  private int putInt(int value, int at) {
    if (value >= 0 && value < 64) {
      bytes[at] = (byte) (value << 1);
      return at + 1;
    }
    return at + BinaryData.encodeInt(value, bytes, at);
  }

  @Override
  public void writeLong(long value) {
    reserve(LONGEST_NUMBER);
    size += BinaryData.encodeLong(value, bytes, size);
  }

  @Override
  public void writeFloat(float value) {
    reserve(LONGEST_NUMBER);
    size += BinaryData.encodeFloat(value, bytes, size);
  }

  @Override
  public void writeDouble(double value) {
    reserve(LONGEST_NUMBER);
    size += BinaryData.encodeDouble(value, bytes, size);
  }

  @Override
  public void writeString(String text) {
    int length = text.length();
    reserve(length + LONGEST_NUMBER);
    int at = putInt(length, size);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        writeBytes(utf8, 0, utf8.length);
        return;
      }
      bytes[at++] = (byte) c;
    }
    size = at;
  }

  @Override
  public void writeString(Utf8 text) {
    writeBytes(text.getBytes(), 0, text.getByteLength());
  }

  @Override
  public void writeBytes(ByteBuffer value) {
    writeInt(value.remaining());
    writeFixed(value);
  }

  @Override
  public void writeBytes(byte[] value, int start, int length) {
    writeInt(length);
    writeFixed(value, start, length);
  }

  @Override
  public void writeFixed(byte[] value, int start, int length) {
    reserve(length);
    System.arraycopy(value, start, bytes, size, length);
    size += length;
  }

  @Override
  public void writeFixed(ByteBuffer value) {
    int length = value.remaining();
    reserve(length);
    value.get(value.position(), bytes, size, length);
    size += length;
  }

  @Override
  public void writeEnum(int ordinal) {
    writeInt(ordinal);
  }

  @Override
  public void writeArrayStart() {}

  @Override
  public void setItemCount(long count) {
    if (count > 0) {
      writeLong(count);
    }
  }

  @Override
  public void startItem() {}

  @Override
  public void writeArrayEnd() {
    writeByte(0);
  }

  @Override
  public void writeMapStart() {}

  @Override
  public void writeMapEnd() {
    writeByte(0);
  }

  @Override
  public void writeIndex(int index) {
    writeInt(index);
  }
}
