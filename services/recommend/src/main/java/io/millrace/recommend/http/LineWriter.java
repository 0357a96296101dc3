package io.millrace.recommend.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines of JSON to a client, no faster than it reads: one buffer is under way at any time,
 * so a slow reader takes {@value #BUFFER} bytes and no more. One thread, which waits.
 */
final class LineWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);
  private static final int BUFFER = 32 * 1024;

  /** Lines that come slowly are not kept for longer, once another comes. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HttpServerResponse response;
  private final long deadline;
  private long writtenAt = System.nanoTime();

  LineWriter(HttpServerResponse response, Duration timeout) {
    this.response = response;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /**
   * Writes them all and ends the answer.
   *
   * @return whether the client has them; it has hung up, or was too slow, where it has not, and the
   *     answer then has no end
   */
  boolean write(Iterator<? extends JsonNode> lines) throws InterruptedException {
    Buffer buffer = Buffer.buffer(BUFFER);
    try {
      while (lines.hasNext()) {
        buffer.appendBytes(Json.write(lines.next())).appendByte((byte) '\n');
        if (buffer.length() >= BUFFER || System.nanoTime() - writtenAt > LONGEST_NANOS) {
          await(response.write(buffer));
          writtenAt = System.nanoTime();
          buffer = Buffer.buffer(BUFFER);
        }
      }
      await(response.end(buffer));
      return true;
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("an export ended before its end: {}", String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void await(Future<Void> written)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Void> done = written.toCompletionStage().toCompletableFuture();
    done.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }
}
