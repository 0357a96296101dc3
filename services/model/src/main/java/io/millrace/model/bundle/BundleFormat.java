package io.millrace.model.bundle;

import io.millrace.model.encode.FeatureEncoder;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bundle in bytes, big-endian but for the floats:
 *
 * <ul>
 *   <li>header: magic {@code MILLRACE}, layout version (int), length of the rest (long), SHA-256 of
 *       the rest (32 bytes)
 *   <li>facts: count, then name and value each, by name
 *   <li>encoder: length and bytes ({@link FeatureEncoder#toBytes})
 *   <li>items: count, then ids
 *   <li>tensors: count, then name, rows, columns and the floats, little-endian
 * </ul>
 *
 * Strings are a length in bytes (int) and UTF-8.
 */
final class BundleFormat {
  private static final byte[] MAGIC = "MILLRACE".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = MAGIC.length + Integer.BYTES + Long.BYTES + 32;

  private BundleFormat() {}

  static byte[] write(Bundle bundle) {
    byte[] body = body(bundle);
    return ByteBuffer.allocate(HEADER + body.length)
        .put(MAGIC)
        .putInt(Bundle.LAYOUT_VERSION)
        .putLong(body.length)
        .put(sha256(body, 0))
        .put(body)
        .array();
  }

  static Bundle read(byte[] bytes) {
    checkHeader(bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER).slice();
    try {
      Map<String, String> facts = readFacts(in);
      FeatureEncoder encoder = FeatureEncoder.fromBytes(readBytes(in));
      List<String> items = readItems(in);
      return new Bundle(items, encoder, readTensors(in), facts);
    } catch (BufferUnderflowException | IllegalArgumentException | NegativeArraySizeException e) {
      throw new BundleFault("bundle: must hold facts, encoder, items and tensors: " + e, e);
    }
  }

  private static void checkHeader(byte[] bytes) {
    if (bytes.length < HEADER) {
      throw new BundleFault(
          "bundle: must have a header of %d bytes, has %d bytes in all"
              .formatted(HEADER, bytes.length));
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    byte[] magic = new byte[MAGIC.length];
    header.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new BundleFault(
          "bundle: must begin with %s, begins with %s".formatted(hex(MAGIC), hex(magic)));
    }
    int version = header.getInt();
    if (version != Bundle.LAYOUT_VERSION) {
      throw new BundleFault(
          "bundle: must have layout version %d, has %d".formatted(Bundle.LAYOUT_VERSION, version));
    }
    long length = header.getLong();
    if (length != bytes.length - HEADER) {
      throw new BundleFault(
          "bundle: must have %d bytes after its header, has %d"
              .formatted(length, bytes.length - HEADER));
    }
    checkDigest(header, bytes);
  }

  private static void checkDigest(ByteBuffer header, byte[] bytes) {
    byte[] expected = new byte[32];
    header.get(expected);
    byte[] found = sha256(bytes, HEADER);
    if (!Arrays.equals(expected, found)) {
      throw new BundleFault(
          "bundle: must have SHA-256 %s, has %s".formatted(hex(expected), hex(found)));
    }
  }

  private static byte[] body(Bundle bundle) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      writeFacts(out, bundle.facts());
      writeBytes(out, bundle.encoder().toBytes());
      out.writeInt(bundle.itemIds().size());
      for (String id : bundle.itemIds()) {
        writeString(out, id);
      }
      out.writeInt(bundle.tensors().size());
      for (Tensor tensor : bundle.tensors()) {
        writeTensor(out, tensor);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeFacts(DataOutputStream out, Map<String, String> facts)
      throws IOException {
    out.writeInt(facts.size());
    for (Map.Entry<String, String> fact : new TreeMap<>(facts).entrySet()) {
      writeString(out, fact.getKey());
      writeString(out, fact.getValue());
    }
  }

  private static Map<String, String> readFacts(ByteBuffer in) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (int n = in.getInt(); n > 0; n--) {
      facts.put(readString(in), readString(in));
    }
    return facts;
  }

  private static List<String> readItems(ByteBuffer in) {
    List<String> items = new ArrayList<>();
    for (int n = in.getInt(); n > 0; n--) {
      items.add(readString(in));
    }
    return items;
  }

  private static void writeTensor(DataOutputStream out, Tensor tensor) throws IOException {
    writeString(out, tensor.name());
    out.writeInt(tensor.rows());
    out.writeInt(tensor.columns());
    ByteBuffer floats =
        ByteBuffer.allocate(tensor.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    floats.asFloatBuffer().put(tensor.values());
    out.write(floats.array());
  }

  private static List<Tensor> readTensors(ByteBuffer in) {
    List<Tensor> tensors = new ArrayList<>();
    for (int n = in.getInt(); n > 0; n--) {
      String name = readString(in);
      int rows = in.getInt();
      int columns = in.getInt();
      long floats = (long) rows * columns;
      if (rows < 0 || columns < 0 || floats > in.remaining() / Float.BYTES) {
        throw new BundleFault(
            "bundle: %s must have %d x %d floats, has %d bytes left"
                .formatted(name, rows, columns, in.remaining()));
      }
      float[] values = new float[(int) floats];
      int bytes = values.length * Float.BYTES;
      in.slice(in.position(), bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      in.position(in.position() + bytes);
      tensors.add(new Tensor(name, rows, columns, values));
    }
    return tensors;
  }

  private static void writeString(DataOutputStream out, String value) throws IOException {
    writeBytes(out, value.getBytes(StandardCharsets.UTF_8));
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readString(ByteBuffer in) {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] readBytes(ByteBuffer in) {
    int length = in.getInt();
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static byte[] sha256(byte[] bytes, int from) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, from, bytes.length - from);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
