package io.millrace.data;

import io.millrace.data.DatasetFault.Reason;
import io.millrace.data.download.Release;
import io.millrace.data.download.ReleaseCache;
import io.millrace.data.movielens.MovieLens;
import io.millrace.data.sample.SampleDataset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens data sets by name or path. */
public final class Datasets {
  private Datasets() {}

  /** Every name that {@link #open} knows. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(Release.names());
    names.add(SampleDataset.NAME);
    return List.copyOf(names);
  }

  /** {@link #open(String, DatasetOptions)} with a cache directory and otherwise the defaults. */
  public static Dataset open(String nameOrPath, Path cache) {
    return open(nameOrPath, DatasetOptions.standard().withCache(cache));
  }

  /**
   * Opens a data set. A name wins over a path; write {@code ./ml-1m} for a directory that is called
   * like a release. A release that is not in the cache is downloaded and checked against its
   * published checksum; a zip or directory given by path is read as it is.
   *
   * @param nameOrPath one of {@link #names()}, or the path of a directory or a GroupLens zip
   * @throws DatasetFault if there is no such data set, or it cannot be had or read; {@link
   *     Reason#UNREACHABLE} if it is neither in the cache nor to be downloaded now
   */
  public static Dataset open(String nameOrPath, DatasetOptions options) {
    if (nameOrPath.equals(SampleDataset.NAME)) {
      return SampleDataset.standard();
    }
    Optional<Release> release = Release.named(nameOrPath);
    if (release.isPresent()) {
      Path zip = new ReleaseCache(options).get(release.get());
      return MovieLens.open(release.get().name(), zip, options.tolerant());
    }
    Path path = path(nameOrPath);
    return MovieLens.open(nameOf(path), path, options.tolerant());
  }

  /**
   * Brings a release into the cache, if it is not there yet.
   *
   * @return where it is
   * @throws DatasetFault if it is no release, or cannot be had
   */
  public static Path fetch(String name, DatasetOptions options) {
    Release release = Release.named(name).orElseThrow(() -> unknown(name));
    return new ReleaseCache(options).get(release);
  }

  private static Path path(String text) {
    return parsed(text)
        .filter(path -> !text.isBlank() && Files.exists(path))
        .orElseThrow(() -> unknown(text));
  }

  private static Optional<Path> parsed(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static DatasetFault unknown(String text) {
    return new DatasetFault(
        Reason.MISSING,
        "data: must be one of %s, or an existing directory or zip, was \"%s\""
            .formatted(String.join(", ", names()), text));
  }

  private static String nameOf(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "data" : last.toString();
    return name.endsWith(".zip") ? name.substring(0, name.length() - 4) : name;
  }
}
