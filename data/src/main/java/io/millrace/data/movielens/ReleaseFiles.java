package io.millrace.data.movielens;

import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetFault.Reason;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files of a release, found by their names without folders: in a directory, one level below it,
 * or in a zip. Thread-safe; every opened stream is the caller's to close.
 */
sealed interface ReleaseFiles {

  /** Whether there is a file of that name. */
  boolean has(String file);

  /** Opens it. */
  InputStream open(String file) throws IOException;

  /** Where it is, for messages. */
  String place(String file);

  /** Where all of them are, for messages. */
  String place();

  /**
   * Looks into a directory or zip.
   *
   * @throws DatasetFault if it is neither, or cannot be read
   */
  static ReleaseFiles in(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return InDirectory.of(path);
      }
      if (Files.isRegularFile(path)) {
        return InZip.of(path);
      }
    } catch (ZipException e) {
      throw new DatasetFault(
          Reason.UNREADABLE,
          "%s: must be a complete zip archive, is not (%s); get it again"
              .formatted(path, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new DatasetFault(
          Reason.UNREADABLE, "%s: cannot be read: %s".formatted(path, e.getMessage()), e);
    }
    throw new DatasetFault(
        Reason.MISSING, "%s: must be an existing directory or zip; check the path".formatted(path));
  }

  /**
   * Files of a directory.
   *
   * @param root as given
   * @param files by name
   */
  record InDirectory(Path root, Map<String, Path> files) implements ReleaseFiles {
    static InDirectory of(Path root) throws IOException {
      Map<String, Path> files = new HashMap<>();
      try (Stream<Path> walk = Files.walk(root, 2)) {
        walk.filter(Files::isRegularFile)
            .sorted(Comparator.comparingInt(Path::getNameCount).thenComparing(p -> p))
            .forEach(file -> files.putIfAbsent(String.valueOf(file.getFileName()), file));
      } catch (java.io.UncheckedIOException e) {
        throw e.getCause();
      }
      return new InDirectory(root, Map.copyOf(files));
    }

    @Override
    public boolean has(String file) {
      return files.containsKey(file);
    }

    @Override
    public InputStream open(String file) throws IOException {
      return Files.newInputStream(found(file));
    }

    @Override
    public String place(String file) {
      return found(file).toString();
    }

    @Override
    public String place() {
      return root.toString();
    }

    private Path found(String file) {
      Path path = files.get(file);
      if (path == null) {
        throw new DatasetFault(Reason.MISSING, "%s: must contain %s".formatted(root, file));
      }
      return path;
    }
  }

  /**
   * Entries of a zip, read in place.
   *
   * @param zip the archive
   * @param entries full names by name
   */
  record InZip(Path zip, Map<String, String> entries) implements ReleaseFiles {
    static InZip of(Path zip) throws IOException {
      Map<String, String> entries = new HashMap<>();
      try (ZipFile archive = new ZipFile(zip.toFile())) {
        archive.stream()
            .filter(entry -> !entry.isDirectory())
            .map(ZipEntry::getName)
            .sorted(Comparator.comparingInt(InZip::depth).thenComparing(name -> name))
            .forEach(name -> entries.putIfAbsent(baseName(name), name));
      }
      return new InZip(zip, Map.copyOf(entries));
    }

    private static int depth(String name) {
      return (int) name.chars().filter(c -> c == '/').count();
    }

    private static String baseName(String name) {
      return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public boolean has(String file) {
      return entries.containsKey(file);
    }

    @Override
    public InputStream open(String file) throws IOException {
      ZipFile archive = new ZipFile(zip.toFile());
      try {
        ZipEntry entry = archive.getEntry(found(file));
        if (entry == null) {
          throw new IOException("the archive changed while it was read");
        }
        InputStream bytes = new BufferedInputStream(archive.getInputStream(entry), 1 << 16);
        return new Owned(new CheckedEntry(bytes, entry), archive);
      } catch (IOException | RuntimeException e) {
        archive.close();
        throw e;
      }
    }

    @Override
    public String place(String file) {
      return zip + "!/" + found(file);
    }

    @Override
    public String place() {
      return zip.toString();
    }

    private String found(String file) {
      String entry = entries.get(file);
      if (entry == null) {
        throw new DatasetFault(Reason.MISSING, "%s: must contain %s".formatted(zip, file));
      }
      return entry;
    }
  }

  /** A stream that closes its archive with itself. */
  final class Owned extends FilterInputStream {
    private final ZipFile archive;

    Owned(InputStream in, ZipFile archive) {
      super(in);
      this.archive = archive;
    }

    @Override
    public void close() throws IOException {
      try (archive) {
        super.close();
      }
    }
  }
}
