package io.millrace.recommend.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.http.BodyChunks;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.RequestFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one import on their way: at most {@value #WINDOW} are unsettled at any time, and
 * reading waits for them. Fed by one thread, settled by any.
 */
final class LineImport<T> implements LineSplitter.Sink {
  private static final int WINDOW = 512;

  /** A log that takes nothing for the time that it takes to fail is not asked again. */
  private static final int TRIES = 500;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  private static final String LINE = "line";

  private final LineFormat<T> format;
  private final ImportReport report;
  private final int lineLimit;
  private final BodyChunks body;
  private final LineToll toll;
  private final Semaphore window = new Semaphore(WINDOW);

  LineImport(
      LineFormat<T> format, ImportReport report, int lineLimit, BodyChunks body, LineToll toll) {
    this.format = format;
    this.report = report;
    this.lineLimit = lineLimit;
    this.body = body;
    this.toll = toll;
  }

  @Override
  public void line(long number, byte[] bytes) throws InterruptedException {
    toll.pass(number);
    if (isBlank(bytes)) {
      return;
    }
    report.read();
    Faults faults = new Faults();
    @Nullable T value = read(number, bytes, faults);
    if (!faults.isEmpty()) {
      report.refuse(number, faults);
    } else if (value != null) {
      send(number, value);
    }
  }

  @Override
  public void tooLong(long number) throws InterruptedException {
    toll.pass(number);
    report.read();
    report.refuse(
        number,
        ErrorCode.LINE_TOO_LONG,
        new Fault(LINE, "must have at most %d bytes".formatted(lineLimit), "more"));
  }

  /** Null after a fault. */
  private @Nullable T read(long number, byte[] bytes, Faults faults) {
    JsonNode node;
    try {
      node = Json.read(bytes, LINE);
    } catch (RequestFault e) {
      report.refuse(number, e.code(), e.faults().getFirst());
      return null;
    }
    if (!node.isObject()) {
      faults.malformed(LINE, "must be an object", node);
      return null;
    }
    return format.read(Fields.of(node, "", faults), faults);
  }

  private void send(long number, T value) throws InterruptedException {
    stopIfFailed();
    if (!window.tryAcquire(body.left().toMillis(), TimeUnit.MILLISECONDS)) {
      throw new RequestFault(
          ErrorCode.REQUEST_TIMEOUT,
          new Fault("body", "must be written within recommend.bulk.timeout", "line " + number));
    }
    var _ =
        write(value)
            .whenComplete(
                (outcome, failure) -> {
                  if (failure == null) {
                    report.settle(number, outcome);
                  } else {
                    report.fail(RequestFault.of(failure));
                  }
                  window.release();
                });
  }

  /** A log that is full just now is asked again: reading waits meanwhile. */
  private CompletableFuture<LineOutcome> write(T value) throws InterruptedException {
    CompletableFuture<LineOutcome> written = once(value);
    for (int i = 1; i < TRIES && isFull(written); i++) {
      Thread.sleep(BETWEEN_TRIES);
      written = once(value);
    }
    return written;
  }

  private CompletableFuture<LineOutcome> once(T value) {
    return format.write(value, report.waits()).toCompletableFuture();
  }

  private static boolean isFull(CompletableFuture<LineOutcome> written) {
    return written.isCompletedExceptionally()
        && RequestFault.of(written.exceptionNow()).code() == ErrorCode.OVERLOADED;
  }

  private void stopIfFailed() {
    RequestFault failure = report.failure();
    if (failure != null) {
      throw failure;
    }
  }

  /** Waits for what is on its way; each has an end of its own. */
  void settle() throws InterruptedException {
    window.acquire(WINDOW);
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte each : bytes) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }
}
