package io.millrace.recommend.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The connections that are open: so many at most, and each has to come to the point. A client that
 * sends a request byte by byte, or asks on without reading the answers, is never without traffic,
 * so the time-out of idle connections does not end it; these bounds do. Thread-safe.
 */
final class Connections {
  private static final long SWEEP_MILLIS = 1000;

  /**
   * What connections may do.
   *
   * @param most open at once
   * @param idle longest time without a whole request, or without reading
   */
  record Limits(int most, Duration idle) {}

  /** What happens on one connection. */
  private static final class Use {
    private final AtomicInteger requests = new AtomicInteger();
    private volatile long since = System.nanoTime();

    void begin() {
      requests.incrementAndGet();
    }

    void end() {
      since = System.nanoTime();
      requests.decrementAndGet();
    }

    boolean hasWaited(long nanos) {
      return requests.get() == 0 && System.nanoTime() - since > nanos;
    }
  }

  private final Limits limits;
  private final Map<HttpConnection, Use> open = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();

  Connections(Limits limits) {
    this.limits = limits;
  }

  /** Looks after them from now on, until the loops end. */
  void watch(Vertx vertx) {
    vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
  }

  /** Takes a new one in, or closes it where there are as many as may be. */
  void opened(HttpConnection connection) {
    if (open.size() >= limits.most()) {
      refused.increment();
      HangUp.on(connection);
      return;
    }
    open.put(connection, new Use());
    connection.closeHandler(closed -> open.remove(connection));
  }

  /** How many are open. */
  int count() {
    return open.size();
  }

  /** How many were refused since the start. */
  long refused() {
    return refused.sum();
  }

  /**
   * Notes a request, which is let on when the client has read enough of the answers before it. A
   * connection that becomes a WebSocket counts as one under way for ever.
   */
  void begin(RoutingContext context) {
    Use use = open.get(context.request().connection());
    if (use != null) {
      use.begin();
      context.addEndHandler(done -> use.end());
    }
    if (context.response().writeQueueFull()) {
      awaitReader(context);
    } else {
      context.next();
    }
  }

  private void awaitReader(RoutingContext context) {
    HttpServerResponse response = context.response();
    context.request().pause();
    long timer =
        context
            .vertx()
            .setTimer(limits.idle().toMillis(), late -> HangUp.on(context.request().connection()));
    response.drainHandler(
        drained -> {
          response.drainHandler(null);
          context.vertx().cancelTimer(timer);
          context.request().resume();
          context.next();
        });
  }

  private void sweep() {
    long idle = TimeUnit.MILLISECONDS.toNanos(limits.idle().toMillis());
    open.forEach(
        (connection, use) -> {
          if (use.hasWaited(idle)) {
            HangUp.on(connection);
          }
        });
  }
}
