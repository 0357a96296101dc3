package io.millrace.standalone.backup;

import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** Reads the files of a dump. Stateless. */
final class DumpReader {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path directory;

  DumpReader(Path directory) {
    this.directory = directory;
  }

  /**
   * Checks that a file is what the manifest says, without looking into it.
   *
   * @param read told of bytes as they are read
   * @throws UserFault if it is missing or another
   */
  void verify(DumpManifest.Entry entry, LongConsumer read) {
    Path file = file(entry);
    if (!Files.isRegularFile(file)) {
      throw new UserFault(file + ": must be there, the manifest names it; is missing");
    }
    try {
      if (Files.size(file) != entry.bytes()) {
        throw new UserFault(
            "%s: must have %d bytes, has %d; the dump is damaged"
                .formatted(file, entry.bytes(), Files.size(file)));
      }
      String found = Digests.of(file, read);
      if (!found.equals(entry.sha256())) {
        throw new UserFault(
            "%s: must have SHA-256 %s, has %s; the dump is damaged"
                .formatted(file, entry.sha256(), found));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Hands on the records of a file, in order.
   *
   * @throws UserFault naming file and line, if a line is no record
   */
  void read(DumpManifest.Entry entry, DumpedTopic topic, Consumer<DumpLine> to) {
    Path file = file(entry);
    LineFormat<?> format = LineFormat.of(topic, schema(file, entry));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(bytes(file), StandardCharsets.UTF_8))) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        to.accept(record(format, file, line, ++number));
      }
      if (number != entry.records()) {
        throw new UserFault(
            "%s: must have %d lines, has %d".formatted(file, entry.records(), number));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Compressed where its name says so. */
  private static InputStream bytes(Path file) throws IOException {
    InputStream plain = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(plain, BUFFER_BYTES) : plain;
  }

  private static DumpLine record(LineFormat<?> format, Path file, String line, long number) {
    try {
      return format.read(line);
    } catch (IllegalArgumentException e) {
      throw new UserFault("%s: line %d: %s".formatted(file, number, e.getMessage()), e);
    }
  }

  private static Schema schema(Path file, DumpManifest.Entry entry) {
    try {
      Schema schema = new SchemaParser().parse(entry.schema().toString()).mainSchema();
      if (schema != null) {
        return schema;
      }
    } catch (AvroRuntimeException e) {
      throw new UserFault(file + ": schema: must be Avro's, is not (" + e.getMessage() + ")", e);
    }
    throw new UserFault(file + ": schema: must be one schema");
  }

  /** Never outside the directory, whatever a manifest says. */
  private Path file(DumpManifest.Entry entry) {
    Path file = directory.resolve(entry.file()).normalize();
    if (!directory.normalize().equals(file.getParent())) {
      throw new UserFault(
          "%s: file: must be a name in the dump's directory, was %s"
              .formatted(directory.resolve(DumpManifest.FILE), entry.file()));
    }
    return file;
  }

  private static UserFault unreadable(Path file, IOException e) {
    return new UserFault("%s: cannot be read (%s)".formatted(file, IoReason.of(e)), e);
  }
}
