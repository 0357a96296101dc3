package io.millrace.trainer.tracking;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Writes scalars as TensorBoard event files: TFRecord frames (length, masked CRC32C of it, data,
 * masked CRC32C of it) of Event messages in protocol buffers' wire format.
 *
 * <p>For one thread.
 */
public final class TensorBoardWriter implements AutoCloseable {
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int DOUBLE = 1;
  private static final int BYTES = 2;
  private static final int FLOAT = 5;

  private final OutputStream out;

  /** Begins a file in the directory, which must exist. */
  public TensorBoardWriter(Path directory, long wallMillis) throws IOException {
    Path file = directory.resolve("events.out.tfevents.%d.millrace".formatted(wallMillis / 1000));
    this.out = new BufferedOutputStream(Files.newOutputStream(file));
    ByteArrayOutputStream event = event(wallMillis, 0);
    bytes(event, 3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    frame(event.toByteArray());
  }

  /** Writes a scalar. */
  public void scalar(String tag, long step, double value, long wallMillis) throws IOException {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    bytes(entry, 1, tag.getBytes(StandardCharsets.UTF_8));
    varint(entry, 2 << 3 | FLOAT);
    entry.writeBytes(little(4).putFloat((float) value).array());
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    bytes(summary, 1, entry.toByteArray());
    ByteArrayOutputStream event = event(wallMillis, step);
    bytes(event, 5, summary.toByteArray());
    frame(event.toByteArray());
  }

  private static ByteArrayOutputStream event(long wallMillis, long step) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    varint(event, 1 << 3 | DOUBLE);
    event.writeBytes(little(8).putDouble(wallMillis / 1000.0).array());
    varint(event, 2 << 3);
    varint(event, step);
    return event;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
    varint(out, (long) field << 3 | BYTES);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private void frame(byte[] data) throws IOException {
    byte[] length = little(8).putLong(data.length).array();
    out.write(length);
    out.write(little(4).putInt(maskedCrc(length)).array());
    out.write(data);
    out.write(little(4).putInt(maskedCrc(data)).array());
  }

  /** TFRecord's checksum: CRC32C, rotated and shifted, so that data may itself hold checksums. */
  static int maskedCrc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, data.length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
