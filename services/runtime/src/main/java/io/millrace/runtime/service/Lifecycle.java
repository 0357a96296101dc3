package io.millrace.runtime.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts services in order and closes them in reverse, on {@link #close} or when the process is
 * told to end (Ctrl-C, SIGTERM). Thread-safe.
 */
public final class Lifecycle implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

  private final Deque<Service> services = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing; // guarded by services
  private final Thread hook;

  /** A life cycle that also closes when the process ends. */
  public Lifecycle() {
    this(() -> {});
  }

  /**
   * The same.
   *
   * @param told of it when the process is told to end, before the first service is closed
   */
  public Lifecycle(Runnable told) {
    hook =
        new Thread(
            () -> {
              told.run();
              close();
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts a service; it is closed with the others even if its start fails.
   *
   * @throws IllegalStateException if the life cycle is closed or the start fails with a checked
   *     exception
   */
  public void start(Service service) {
    synchronized (services) {
      if (closing) {
        throw new IllegalStateException(service.name() + ": not started, shutting down");
      }
      services.push(service);
    }
    log.info("starting {}", service.name());
    try {
      service.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(service.name() + ": interrupted while starting", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(service.name() + ": could not be started", e);
    }
  }

  /** Whether the services are being closed, or are. */
  public boolean closing() {
    synchronized (services) {
      return closing;
    }
  }

  /** Waits until every service is closed. */
  public void awaitShutdown() throws InterruptedException {
    closed.await();
  }

  /** Closes every service; returns when all are, also where another thread is closing them. */
  @Override
  public void close() {
    synchronized (closed) {
      for (@Nullable Service service = next(); service != null; service = next()) {
        close(service);
      }
      closed.countDown();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the process is ending already");
    }
  }

  private @Nullable Service next() {
    synchronized (services) {
      closing = true;
      return services.poll();
    }
  }

  private static void close(Service service) {
    log.info("closing {}", service.name());
    try {
      service.close();
    } catch (RuntimeException e) {
      log.warn("{}: did not close cleanly", service.name(), e);
    }
  }
}
