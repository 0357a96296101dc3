package io.millrace.runtime.service;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the resident size near a target where native arrays are freed only when the collector finds
 * their handles: ND4J's take megabytes each, their handles a few bytes, so the heap gives no reason
 * to collect while the process grows (8 GiB in one training on ML-100K were garbage but for 1.1).
 *
 * <p>Looks four times a second; above the target it asks for a collection (concurrent, with {@code
 * -XX:+ExplicitGCInvokesConcurrent}) and has the allocator return what is free. Where that does not
 * help, because so much is in use, it rests longer from time to time, up to a minute. Does nothing
 * where the system does not tell the size (anything but Linux).
 */
public final class MemoryGuard implements Service {
  private static final Logger log = LoggerFactory.getLogger(MemoryGuard.class);
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE_BYTES = 4096;
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  private final long targetBytes;
  private final AtomicLong collections = new AtomicLong();
  private @Nullable Thread thread;

  /** A guard, not started. */
  public MemoryGuard(MemoryTarget target) {
    this.targetBytes = (long) target.residentTargetMib() << 20;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public synchronized void start() {
    if (Files.isReadable(STATM)) {
      thread = Thread.ofPlatform().name("memory-guard").daemon(true).start(this::watch);
    }
  }

  private void watch() {
    try {
      Duration rest = REST;
      while (true) {
        Thread.sleep(LOOK);
        if (residentBytes() > targetBytes) {
          collect();
          Thread.sleep(rest);
          rest = next(rest, residentBytes() <= targetBytes);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.warn("the resident size cannot be read any more", e);
    }
  }

  /** The rest after the next collection. */
  static Duration next(Duration rest, boolean helped) {
    Duration longer = rest.multipliedBy(2);
    return helped ? REST : longer.compareTo(LONGEST_REST) < 0 ? longer : LONGEST_REST;
  }

  private void collect() {
    collections.incrementAndGet();
    System.gc();
    trim();
  }

  /** Has glibc return free memory to the system: freed arrays stay with the process otherwise. */
  private static void trim() {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      server.invoke(
          new ObjectName("com.sun.management:type=DiagnosticCommand"),
          "systemTrimNativeHeap",
          new Object[0],
          new String[0]);
    } catch (JMException e) {
      log.debug("this JVM does not trim the native heap", e);
    }
  }

  private static long residentBytes() throws IOException {
    String[] pages = Files.readString(STATM, StandardCharsets.US_ASCII).split(" ", 3);
    return Long.parseLong(pages[1]) * PAGE_BYTES;
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public Map<String, Object> health() {
    return Map.of("targetMib", targetBytes >> 20, "collections", collections.get());
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }
}
