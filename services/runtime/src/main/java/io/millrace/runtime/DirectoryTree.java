package io.millrace.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory with everything in it.
 *
 * @param root itself
 */
public record DirectoryTree(Path root) {
  /** Decides what stays. */
  @FunctionalInterface
  public interface Kept {
    /** Whether a file or directory stays; asked of a directory when what is in it is gone. */
    boolean stays(Path path) throws IOException;
  }

  /**
   * Removes all of it; links, not what they lead to.
   *
   * @throws IOException if some of it cannot be removed; what was before it is gone
   */
  public void remove() throws IOException {
    remove(path -> false);
  }

  /**
   * Removes what does not stay.
   *
   * @throws IOException if some of it cannot be removed; what was before it is gone
   */
  public void remove(Kept kept) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        if (!kept.stays(path)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
