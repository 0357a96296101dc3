package io.millrace.trainer.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardWriterTest {
  @Test
  void shouldWriteFramesThatCanBeParsedBack(@TempDir Path directory) throws Exception {
    try (TensorBoardWriter writer = new TensorBoardWriter(directory, 1_500_000)) {
      writer.scalar("loss", 300, 0.25, 2_000_000);
    }
    List<byte[]> events = frames(directory);

    assertThat(events).hasSize(2);
    assertThat(new String(events.getFirst(), StandardCharsets.ISO_8859_1))
        .contains("brain.Event:2");
    ByteBuffer event = ByteBuffer.wrap(events.getLast()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(event.get()).isEqualTo((byte) 0x09); // field 1, double: wall time
    assertThat(event.getDouble()).isEqualTo(2000.0);
    assertThat(event.get()).isEqualTo((byte) 0x10); // field 2, varint: step 300 = 0xAC 0x02
    assertThat(event.get()).isEqualTo((byte) 0xac);
    assertThat(event.get()).isEqualTo((byte) 0x02);
    assertThat(event.get()).isEqualTo((byte) 0x2a); // field 5: summary
    assertThat(event.get()).isEqualTo((byte) 13);
    assertThat(event.get()).isEqualTo((byte) 0x0a); // field 1: value
    assertThat(event.get()).isEqualTo((byte) 11);
    assertThat(event.get()).isEqualTo((byte) 0x0a); // field 1: tag
    byte[] tag = new byte[event.get()];
    event.get(tag);
    assertThat(new String(tag, StandardCharsets.UTF_8)).isEqualTo("loss");
    assertThat(event.get()).isEqualTo((byte) 0x15); // field 2, float: value
    assertThat(event.getFloat()).isEqualTo(0.25f);
    assertThat(event.hasRemaining()).isFalse();
  }

  @Test
  void shouldMaskTheChecksumAsTensorFlowDoes() {
    // CRC32C of "123456789" is e3069283 (RFC 3720); rotated right by 15 and shifted.
    int crc = 0xe3069283;
    assertThat(TensorBoardWriter.maskedCrc("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(((crc >>> 15) | (crc << 17)) + 0xa282ead8);
  }

  private static List<byte[]> frames(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      ByteBuffer file =
          ByteBuffer.wrap(Files.readAllBytes(files.findFirst().orElseThrow()))
              .order(ByteOrder.LITTLE_ENDIAN);
      List<byte[]> frames = new ArrayList<>();
      while (file.hasRemaining()) {
        byte[] length = new byte[8];
        file.get(length);
        assertThat(file.getInt()).isEqualTo(TensorBoardWriter.maskedCrc(length));
        long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] data = new byte[Math.toIntExact(size)];
        file.get(data);
        assertThat(file.getInt()).isEqualTo(TensorBoardWriter.maskedCrc(data));
        frames.add(data);
      }
      return frames;
    }
  }
}
