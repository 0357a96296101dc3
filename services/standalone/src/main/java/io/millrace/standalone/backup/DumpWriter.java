package io.millrace.standalone.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** Writes one file of a dump, and what the manifest says of it. One thread. */
final class DumpWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DumpedTopic dumped;
  private final Path file;
  private final LineFormat<?> format;
  private final MessageDigest digest = Digests.sha256();
  private final OutputStream bytes;
  private final JsonGenerator lines;
  private long records;

  DumpWriter(DumpedTopic dumped, Path directory) throws IOException {
    this.dumped = dumped;
    this.file = directory.resolve(dumped.file());
    this.format = LineFormat.of(dumped);
    OutputStream plain = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
    this.bytes = new GZIPOutputStream(new DigestOutputStream(plain, digest), BUFFER_BYTES);
    this.lines = new JsonFactory().createGenerator(bytes);
    lines.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  void write(DumpLine line) throws IOException {
    format.write(line, lines);
    records++;
  }

  long records() {
    return records;
  }

  /**
   * Closes the file.
   *
   * @param partitions of the topic
   * @param rejected records that were left out because features had rejected them
   */
  DumpManifest.Entry finish(int partitions, long rejected) throws IOException {
    close();
    return new DumpManifest.Entry(
        dumped.name(),
        dumped.file(),
        partitions,
        records,
        rejected,
        Files.size(file),
        HexFormat.of().formatHex(digest.digest()),
        JSON.readTree(dumped.topic().codec().schema().toString()));
  }

  @Override
  public void close() throws IOException {
    lines.close();
    bytes.close();
  }
}
