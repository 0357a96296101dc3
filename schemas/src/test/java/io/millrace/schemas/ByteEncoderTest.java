package io.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

class ByteEncoderTest {
  private static final String[] TEXTS = {
    "",
    "a",
    "Film-Noir",
    "u\u00e4",
    "\u20ac\ud83c\udfac",
    "lone \ud800",
    "x".repeat(63),
    "y".repeat(9000)
  };

  /** Everything that a record is made of, with random values. */
  private static void writeAll(Random random, Encoder out) throws IOException {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    out.writeNull();
    out.writeBoolean(random.nextBoolean());
    out.writeInt(random.nextInt() >> random.nextInt(32));
    out.writeLong(random.nextLong() >> random.nextInt(64));
    out.writeFloat(random.nextFloat());
    out.writeDouble(random.nextGaussian());
    out.writeString(text);
    out.writeString(new Utf8(text.replace("\ud800", "?")));
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    out.writeBytes(bytes);
    out.writeBytes(ByteBuffer.wrap(bytes, bytes.length / 2, bytes.length - bytes.length / 2));
    out.writeFixed(bytes);
    out.writeFixed(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    out.writeEnum(random.nextInt(5));
    out.writeIndex(random.nextInt(2));
    writeList(random.nextInt(100), out);
    out.writeMapStart();
    out.setItemCount(0);
    out.writeMapEnd();
  }

  private static void writeList(int size, Encoder out) throws IOException {
    out.writeArrayStart();
    out.setItemCount(size);
    for (int i = 0; i < size; i++) {
      out.startItem();
      out.writeInt(i - size / 2);
    }
    out.writeArrayEnd();
  }

  @Test
  void shouldWriteWhatAvrosOwnEncoderWrites() throws IOException {
    ByteEncoder ours = new ByteEncoder();
    for (long seed = 0; seed < 500; seed++) {
      ByteArrayOutputStream theirs = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(theirs, null);
      writeAll(new Random(seed), encoder);
      encoder.flush();

      ours.begin(new byte[0]);
      writeAll(new Random(seed), ours);
      assertThat(ours.toByteArray()).as("seed %d", seed).isEqualTo(theirs.toByteArray());
    }
  }

  @Test
  void shouldGrowWithOneRecordAndServeTheNext() {
    ByteEncoder encoder = new ByteEncoder();
    byte[] huge = new byte[5_000_000];
    encoder.begin(huge);
    encoder.writeInt(1);
    assertThat(encoder.toByteArray()).hasSize(5_000_001);

    encoder.begin(new byte[] {7});
    encoder.writeInt(1);
    assertThat(encoder.toByteArray()).containsExactly(7, 2);
  }
}
