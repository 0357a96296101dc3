package io.millrace.data.download;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads a stream that may fall silent: one that gives nothing for too long is closed, and the
 * reader told. Java's HTTP client has a time-out for the head of an answer only. One reader.
 */
final class StallGuard implements AutoCloseable {
  private final InputStream in;
  private final Duration most;
  private final Thread watch;
  private volatile long readAt = System.nanoTime();
  private volatile boolean stalled;

  /**
   * A guard that watches from now on.
   *
   * @param most longest time without a byte
   */
  StallGuard(InputStream in, Duration most) {
    this.in = in;
    this.most = most;
    this.watch = Thread.ofVirtual().name("download-watch").start(this::watch);
  }

  /**
   * As {@link InputStream#read(byte[])}.
   *
   * @throws IOException also where nothing came for too long
   */
  int read(byte[] buffer) throws IOException {
    try {
      int count = in.read(buffer);
      readAt = System.nanoTime();
      if (!stalled) {
        return count;
      }
    } catch (IOException e) {
      if (!stalled) {
        throw e;
      }
    }
    throw new IOException("nothing came for %s s".formatted(most.toMillis() / 1e3));
  }

  private void watch() {
    try {
      for (long left = most.toNanos(); left > 0; left = left()) {
        Thread.sleep(Duration.ofNanos(left));
      }
      stalled = true;
      in.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: the download is over
    } catch (IOException e) {
      stalled = true; // the reader finds out by itself
    }
  }

  private long left() {
    return most.toNanos() - (System.nanoTime() - readAt);
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
