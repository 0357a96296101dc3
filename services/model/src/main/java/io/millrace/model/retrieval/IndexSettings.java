package io.millrace.model.retrieval;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the index of items is searched and where it is kept.
 *
 * @param beam ordinals that a search of the graph collects at least, 16 to 4096. Default: 64
 * @param directory of segments on disk; empty: the index is on the heap, however large
 * @param onDiskFrom items from which on it is on disk, if there is a directory; at least 1000.
 *     Default: 2000000
 * @param pqSubspaces bytes that a vector's code takes on the heap, 4 to 256. Default: 32
 */
public record IndexSettings(int beam, String directory, int onDiskFrom, int pqSubspaces) {
  public IndexSettings {
    require("beam", beam, 16, 4096);
    require("on_disk_from", onDiskFrom, 1000, Integer.MAX_VALUE);
    require("pq_subspaces", pqSubspaces, 4, 256);
  }

  private static void require(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: must be between %d and %d, was %d".formatted(key, least, most, value));
    }
  }

  /** The defaults: on the heap. */
  public static IndexSettings defaults() {
    return new IndexSettings(64, "", 2_000_000, 32);
  }

  /** Where segments of so many items are kept; empty for on the heap. */
  Optional<Path> directoryFor(int items) {
    return directory.isEmpty() || items < onDiskFrom
        ? Optional.empty()
        : Optional.of(Path.of(directory));
  }

  /** Ordinals that a search for the k nearest collects. */
  int beamFor(int k) {
    return Math.max(beam, k + k / 8);
  }
}
