package io.millrace.recommend.access;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was done, or tried, that needs {@link Scope#ADMIN}: one line of JSON each, to the logger
 * {@value #LOGGER} and to a file of its own where there is one. The file is opened for each line,
 * so that it can be moved away at any time. A line that cannot be written is told in the log; the
 * action has been done by then. Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
  /** The logger. */
  public static final String LOGGER = "millrace.audit";

  private static final Logger AUDIT = LoggerFactory.getLogger(LOGGER);
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int CLOSING_SECONDS = 5;

  /**
   * Something that was done or tried.
   *
   * @param time when it was answered
   * @param who the key's name, or that there was none
   * @param peer the address it came from: a proxy's, where there is one
   * @param method of HTTP
   * @param path as it was sent
   * @param status of the answer: below 400, it was done; null where the caller left before there
   *     was one, so that it is not known whether it was done
   * @param whole whether the answer came to its end; one that lists much may break off after its
   *     status was sent
   */
  public record Action(
      Instant time,
      String who,
      String peer,
      String method,
      String path,
      @Nullable Integer status,
      boolean whole) {
    private String outcome() {
      if (status == null) {
        return "unanswered";
      }
      if (status < 400) {
        return whole ? "done" : "broken off";
      }
      return status < 500 ? "refused" : "failed";
    }
  }

  private final @Nullable Path file;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("audit").factory());

  /** Writes there, and to the log. */
  public AuditLog(@Nullable Path file) {
    this.file = file;
  }

  /** Writes it, soon. */
  public void add(Action action) {
    String line = line(action);
    AUDIT.info("{}", line);
    if (file != null) {
      append(file, line);
    }
  }

  private static String line(Action action) {
    ObjectNode node =
        MAPPER
            .createObjectNode()
            .put("time", action.time().toString())
            .put("who", action.who())
            .put("peer", action.peer())
            .put("method", action.method())
            .put("path", action.path())
            .put("status", action.status())
            .put("outcome", action.outcome());
    return node.toString();
  }

  private void append(Path to, String line) {
    try {
      writer.execute(() -> write(to, line));
    } catch (RejectedExecutionException e) {
      LOG.error("{}: the service stops, no line could be added: {}", to, line);
    }
  }

  private static void write(Path file, String line) {
    try {
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.error("{}: no line could be added: {}", file, line, e);
    }
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("{}: lines are missing", file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
