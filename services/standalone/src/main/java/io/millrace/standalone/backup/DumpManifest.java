package io.millrace.standalone.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A dump's table of contents, {@code manifest.json}: written last, so that a directory without one
 * is no dump.
 *
 * @param format version of this layout
 * @param createdAt wall-clock time, ISO 8601
 * @param cluster id of the cluster it was taken of
 * @param files in the order they are restored in
 */
public record DumpManifest(int format, String createdAt, String cluster, List<Entry> files) {
  /** The version that is written; every version up to it is read. */
  public static final int FORMAT = 1;

  static final String FILE = "manifest.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public DumpManifest {
    files = List.copyOf(files);
  }

  /**
   * A file of the dump.
   *
   * @param topic whose records it holds
   * @param file its name
   * @param partitions of the topic
   * @param records lines of the file
   * @param rejected records that were left out because features had rejected them; 0 in dumps of
   *     before they were
   * @param bytes length of the file
   * @param sha256 of the file as it is, lower-case hexadecimal
   * @param schema that values were rendered with, Avro
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Entry(
      String topic,
      String file,
      int partitions,
      long records,
      long rejected,
      long bytes,
      String sha256,
      JsonNode schema) {}

  /** Records of all files. */
  long records() {
    return files.stream().mapToLong(Entry::records).sum();
  }

  /** Bytes of all files. */
  long bytes() {
    return files.stream().mapToLong(Entry::bytes).sum();
  }

  void write(Path directory) throws IOException {
    Path unfinished = directory.resolve(FILE + ".part");
    JSON.writeValue(unfinished.toFile(), this);
    Files.move(unfinished, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads it.
   *
   * @throws UserFault if there is none, or one that this version cannot read
   */
  static DumpManifest read(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new UserFault(
          "--input %s: must hold a dump, has no %s; a dump that broke off has none"
              .formatted(directory, FILE));
    }
    try {
      JsonNode tree = JSON.readTree(file.toFile());
      int format = tree.path("format").asInt(0);
      if (format < 1 || format > FORMAT) {
        throw new UserFault(
            "%s: format: must be 1 to %d, was %s; restore it with the version that wrote it, or a newer one"
                .formatted(file, FORMAT, tree.path("format")));
      }
      return JSON.treeToValue(tree, DumpManifest.class);
    } catch (JacksonException e) {
      throw new UserFault(
          "%s: must be the manifest of a dump, is not (%s)".formatted(file, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new UserFault("%s: cannot be read (%s)".formatted(file, IoReason.of(e)), e);
    }
  }
}
