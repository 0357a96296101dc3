package io.millrace.model.retrieval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Segments on disk, a directory each, by name. They are a cache: what is lost, unfinished or
 * damaged is built anew of the items. A directory of segments belongs to one process.
 */
final class DiskStore {
  private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);
  private static final String UNFINISHED = ".tmp";

  /** Segments that stay: two generations are resident while a third is built. */
  private static final int KEPT = 3;

  private final Path root;
  private final int subspaces;

  DiskStore(Path root, int subspaces) {
    this.root = root;
    this.subspaces = subspaces;
  }

  /** The segment of these items: as it was built before, or built now. */
  DiskSegment segment(String name, ItemVectors items) {
    Path directory = root.resolve(name);
    String contents = SegmentManifest.contents(items, subspaces);
    try {
      SegmentManifest.verify(directory, contents);
      return DiskSegment.open(directory);
    } catch (IndexFault | IOException e) {
      LOG.info("the index is built anew on disk: {}", e.getMessage());
      return build(directory, contents, items);
    }
  }

  /** A segment of these items under a name that was not there before. */
  DiskSegment another(String name, ItemVectors items) {
    return build(root.resolve(name), SegmentManifest.contents(items, subspaces), items);
  }

  private DiskSegment build(Path directory, String contents, ItemVectors items) {
    Path unfinished = directory.resolveSibling(directory.getFileName() + UNFINISHED);
    try {
      Files.createDirectories(root);
      delete(unfinished);
      Files.createDirectory(unfinished);
      new DiskWriter(items, subspaces).write(unfinished);
      SegmentManifest.write(unfinished, contents);
      delete(directory);
      Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
      prune();
      return DiskSegment.open(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files that are mapped outlive this until nothing refers to them. */
  private void prune() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      List<Path> old =
          entries
              .filter(DiskStore::isOurs)
              .sorted(Comparator.comparing(DiskStore::modified).reversed())
              .skip(KEPT)
              .toList();
      for (Path directory : old) {
        delete(directory);
      }
    }
  }

  /** The directory is the user's: what else lies in it is none of ours. */
  private static boolean isOurs(Path entry) {
    return Files.isDirectory(entry) && SegmentManifest.isIn(entry);
  }

  private static FileTime modified(Path directory) {
    try {
      return Files.getLastModifiedTime(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
