package io.millrace.recommend.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as it comes: the sender is asked for more only when what came has been taken, so
 * that a body of any length takes a few chunks' memory. To be read by one thread, which waits, and
 * never by an event loop.
 */
public final class BodyChunks {
  /** Chunks under way: enough that the socket is read while one is worked on. */
  private static final int AHEAD = 4;

  /** What is still coming when the answer has been given is thrown away for so long. */
  private static final int LINGER_MILLIS = 2000;

  private sealed interface Event {
    record Data(Buffer bytes) implements Event {}

    record End() implements Event {}

    record Broken() implements Event {}
  }

  private final HttpServerRequest request;
  private final Context loop;
  private final long limit;
  private final long deadline;
  private final BlockingQueue<Event> arrived = new LinkedBlockingQueue<>();
  private long taken;
  private boolean begun;
  private boolean ended;

  private BodyChunks(HttpServerRequest request, Context loop, BulkSettings settings) {
    this.request = request;
    this.loop = loop;
    this.limit = settings.bodyLimit();
    this.deadline = System.nanoTime() + settings.timeout().toNanos();
  }

  /** Holds the body back until it is asked for. To be called on the event loop, before it comes. */
  static BodyChunks of(HttpServerRequest request, Context loop, BulkSettings settings) {
    BodyChunks chunks = new BodyChunks(request, loop, settings);
    request.pause();
    request.handler(bytes -> chunks.arrived.add(new Event.Data(bytes)));
    request.endHandler(end -> chunks.arrived.add(new Event.End()));
    request.exceptionHandler(failure -> chunks.arrived.add(new Event.Broken()));
    return chunks;
  }

  /**
   * The next bytes, or null at the end. Waits for them.
   *
   * @throws RequestFault if the body is too large, breaks off, or has taken too long
   */
  public byte @Nullable [] next() throws InterruptedException {
    ask();
    return switch (take()) {
      case Event.Data(Buffer bytes) -> counted(bytes.getBytes());
      case Event.End() -> {
        ended = true;
        yield null;
      }
      case Event.Broken() ->
          throw new RequestFault(
              ErrorCode.INCOMPLETE_BODY,
              new Fault(
                  "body", "must come to its end", "broken off after %d bytes".formatted(taken)));
    };
  }

  /** Time left. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private void ask() {
    boolean first = !begun;
    begun = true;
    if (first) {
      requireLength(declaredLength());
    }
    loop.runOnContext(
        v -> {
          if (first && "100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
          }
          if (!request.isEnded()) { // else it may not be asked, and all of it is here
            request.fetch(first ? AHEAD : 1);
          }
        });
  }

  private Event take() throws InterruptedException {
    Event event = arrived.poll(left().toNanos(), TimeUnit.NANOSECONDS);
    if (event == null) {
      throw new RequestFault(
          ErrorCode.REQUEST_TIMEOUT,
          new Fault(
              "body", "must come within recommend.bulk.timeout", taken + " bytes until then"));
    }
    return event;
  }

  private byte[] counted(byte[] bytes) {
    taken += bytes.length;
    requireLength(taken);
    return bytes;
  }

  private void requireLength(long length) {
    if (length > limit) {
      throw new RequestFault(
          ErrorCode.BODY_TOO_LARGE,
          new Fault(
              "body",
              "must have at most %d bytes (recommend.bulk.body_limit)".formatted(limit),
              HttpApi.length(request)),
          "send it in parts");
    }
  }

  /** 0 where it is not said. */
  private long declaredLength() {
    String declared = request.getHeader("Content-Length");
    return declared == null ? 0 : Long.parseLong(declared);
  }

  /**
   * Lets a sender who is still sending read the answer, which closing at once might take from him,
   * and then closes. To be called on the event loop, once the answer has been sent.
   */
  void discardRest(io.vertx.core.Vertx vertx) {
    if (ended || request.isEnded()) {
      return;
    }
    request.handler(bytes -> {});
    request.resume();
    vertx.setTimer(
        LINGER_MILLIS,
        timer -> {
          if (!request.isEnded()) {
            hangUp();
          }
        });
  }

  private void hangUp() {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }
}
