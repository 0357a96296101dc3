package io.millrace.model.retrieval;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A segment on the heap as one file: a header, the ids and vectors, then JVector's graph in its own
 * format.
 */
final class IndexFile {
  private static final int MAGIC = 0x4D524958; // "MRIX"
  private static final int VERSION = 1;

  /** What a file holds. */
  record Contents(int dimension, HeapSegment segment) {}

  private IndexFile() {}

  /** Replaces the file as a whole. */
  static void write(HeapSegment segment, int dimension, Path file) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 20))) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeInt(dimension);
      out.writeInt(segment.size());
      segment.write(out);
    }
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads a segment.
   *
   * @throws IndexFault if the file is not an index or ends early
   */
  static Contents read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      int magic = in.readInt();
      int version = in.readInt();
      if (magic != MAGIC || version != VERSION) {
        throw new IndexFault(
            "%s: must be an item index %08x of version %d, begins with %08x, %d"
                .formatted(file, MAGIC, VERSION, magic, version));
      }
      int dimension = in.readInt();
      int size = in.readInt();
      return new Contents(dimension, HeapSegment.read(in, dimension, size));
    } catch (EOFException | BufferUnderflowException e) {
      throw new IndexFault("%s: must be a whole item index, ends early".formatted(file), e);
    }
  }
}
