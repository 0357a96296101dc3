package io.millrace.runtime.watch;

import io.millrace.runtime.UserFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value made of files, and made anew when their content changes. What cannot be read after a
 * change, a file half written or a certificate whose key has not come yet, leaves the value as it
 * was, is logged once, and is tried again at each look.
 *
 * <p>Files are looked at by content, not by time or by the system's notices: mounted secrets change
 * by a link, and network file systems give no notice. Thread-safe.
 *
 * @param <T> the value
 */
public final class Watched<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

  /** Makes the value of the files. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * The value.
     *
     * @param before the value until now; null at first
     * @throws UserFault if the files do not hold one
     */
    T read(@Nullable T before) throws IOException;
  }

  private final String name;
  private final List<Path> files;
  private final Reader<T> reader;
  private final ScheduledExecutorService timer;
  private volatile T current;
  private byte[] read; // of what is current; guarded by this
  private byte[] refused = {}; // of what could not be read; guarded by this

  private Watched(String name, List<Path> files, Reader<T> reader) throws IOException {
    this.name = name;
    this.files = List.copyOf(files);
    this.reader = reader;
    this.read = fingerprint(files);
    this.current = reader.read(null);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watch-" + name).factory());
  }

  /**
   * Reads the files and begins to look at them.
   *
   * @param name of what they are, for the log
   * @param files all that the value is made of
   * @param interval time between looks
   * @throws IOException if a file cannot be read
   */
  public static <T> Watched<T> start(
      String name, List<Path> files, Duration interval, Reader<T> reader) throws IOException {
    Watched<T> watched = new Watched<>(name, files, reader);
    long nanos = interval.toNanos();
    var _ = watched.timer.scheduleWithFixedDelay(watched::look, nanos, nanos, TimeUnit.NANOSECONDS);
    return watched;
  }

  /** The value now. */
  public T current() {
    return current;
  }

  /** Looks at the files now; whether the value has changed. */
  public synchronized boolean look() {
    byte[] found = {};
    try {
      found = fingerprint(files);
      if (Arrays.equals(found, read)) {
        return false;
      }
      current = reader.read(current);
      read = found;
      LOG.info("{}: read again, {} changed", name, files);
      return true;
    } catch (IOException | RuntimeException e) { // top of the timer's thread
      if (!Arrays.equals(found, refused)) {
        LOG.warn("{}: stays as it was, {} cannot be read: {}", name, files, e.getMessage());
      }
      refused = found;
      return false;
    }
  }

  private static byte[] fingerprint(List<Path> files) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(Files.readAllBytes(file));
        digest.update((byte) 0);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
