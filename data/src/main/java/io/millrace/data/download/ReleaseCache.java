package io.millrace.data.download;

import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetFault.Reason;
import io.millrace.data.DatasetOptions;
import io.millrace.data.movielens.MovieLens;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that releases are downloaded into. A download goes to NAME.zip.part, which a later
 * attempt resumes; only when its checksum is right does it take its name, in one step, so whatever
 * bears the name is whole. A file that someone else put there is used with a warning where its
 * checksum is not the published one.
 */
public final class ReleaseCache {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseCache.class);

  private final Path directory;
  private final DatasetOptions options;

  public ReleaseCache(DatasetOptions options) {
    this.directory = options.cache();
    this.options = options;
  }

  /**
   * The zip of a release, from the cache or downloaded now.
   *
   * @throws DatasetFault if it can be had from neither, or its checksum is wrong
   */
  public Path get(Release release) {
    Path zip = directory.resolve(release.file());
    try {
      if (Files.isRegularFile(zip)) {
        warnWhereForeign(release, zip);
        return zip;
      }
      Files.createDirectories(directory);
      return downloadAlone(release, zip);
    } catch (IOException e) {
      throw new DatasetFault(
          Reason.UNREADABLE,
          "cache: %s must be a directory that can be written, is not (%s); choose another"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  private static void warnWhereForeign(Release release, Path zip) throws IOException {
    String found = Digests.of(zip, release.algorithm());
    if (release.frozen() && !found.equals(release.digest())) {
      LOG.warn(
          "{}: {} is {}, the published file's is {}; used as it is, delete it to download it again",
          zip,
          release.algorithm(),
          found,
          release.digest());
    }
  }

  private Path downloadAlone(Release release, Path zip) throws IOException {
    Path lockFile = directory.resolve(release.file() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (lock == null) {
        throw new DatasetFault(
            Reason.UNREACHABLE,
            "%s: is being downloaded by another process; wait for it and try again".formatted(zip));
      }
      Path found = Files.isRegularFile(zip) ? zip : download(release, zip);
      Files.deleteIfExists(lockFile);
      return found;
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private Path download(Release release, Path zip) throws IOException {
    URI from = options.mirror().resolve(release.file());
    Path part = directory.resolve(release.file() + ".part");
    options.listener().started(release.name(), from.toString(), MovieLens.LICENCE);
    try (Download download = new Download(from, options.listener())) {
      download.to(part);
      verify(release, part, from, download.publishedMd5());
    }
    move(part, zip);
    options.listener().finished();
    return zip;
  }

  private static void verify(Release release, Path part, URI from, Optional<String> published)
      throws IOException {
    boolean byNeighbour = published.isPresent() && !release.frozen();
    String algorithm = byNeighbour ? "MD5" : release.algorithm();
    String expected = byNeighbour ? published.orElseThrow() : release.digest();
    check(from, part, algorithm, expected);
    if (published.isPresent()) {
      check(from, part, "MD5", published.get());
    }
  }

  private static void check(URI from, Path part, String algorithm, String expected)
      throws IOException {
    String found = Digests.of(part, algorithm);
    if (!found.equals(expected.toLowerCase(Locale.ROOT))) {
      Files.deleteIfExists(part);
      throw new DatasetFault(
          Reason.CHECKSUM,
          "%s: %s must be %s, was %s; nothing was kept, try again or give the path of a zip you trust"
              .formatted(from, algorithm, expected, found));
    }
  }

  private static void move(Path part, Path zip) throws IOException {
    try {
      Files.move(part, zip, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, zip, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
