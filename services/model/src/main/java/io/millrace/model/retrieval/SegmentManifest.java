package io.millrace.model.retrieval;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.zip.CRC32C;

/**
 * What a segment's directory holds: which items, and the length and checksum of each file. Written
 * last, so that a directory without one was not finished.
 */
final class SegmentManifest {
  private static final String NAME = "manifest.properties";
  private static final String FORMAT = "1";
  private static final List<String> FILES =
      List.of(DiskSegment.GRAPH, DiskSegment.CODES, DiskSegment.NAMES);

  private SegmentManifest() {}

  /** Digest of items and of how their codes are made. */
  static String contents(ItemVectors items, int subspaces) {
    MessageDigest digest = sha256();
    digest.update("%s %d".formatted(FORMAT, subspaces).getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < items.size(); i++) {
      digest.update(items.id(i).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(ItemIndex.toBytes(items.vector(i)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Describes the files in a directory, and writes that beside them. */
  static void write(Path directory, String contents) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("contents", contents);
    for (String file : FILES) {
      properties.setProperty(file, checked(directory.resolve(file)));
    }
    try (OutputStream out = Files.newOutputStream(directory.resolve(NAME))) {
      properties.store(out, "A segment of Millrace's item index");
    }
  }

  /** Whether a directory has one, and so is a segment's. */
  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(NAME));
  }

  /**
   * Holds a directory against its manifest, every byte of it.
   *
   * @throws IndexFault naming what differs
   */
  static void verify(Path directory, String contents) throws IOException {
    if (!isIn(directory)) {
      throw new IndexFault(directory + ": must have a " + NAME + ", has none");
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(directory.resolve(NAME))) {
      properties.load(in);
    }
    requireEqual(directory, "contents", contents, properties.getProperty("contents", ""));
    for (String file : FILES) {
      if (!Files.exists(directory.resolve(file))) {
        throw new IndexFault(directory + ": must have a file " + file + ", has none");
      }
      String found = checked(directory.resolve(file));
      requireEqual(directory, file, properties.getProperty(file, ""), found);
    }
  }

  private static void requireEqual(Path directory, String field, String expected, String found) {
    if (!expected.equals(found)) {
      throw new IndexFault("%s: %s must be %s, is %s".formatted(directory, field, expected, found));
    }
  }

  /** Length and CRC32C. */
  private static String checked(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer) >= 0) {
        crc.update(buffer.flip());
        buffer.clear();
      }
      return "%d bytes, crc32c %08x".formatted(channel.size(), crc.getValue());
    }
  }
}
