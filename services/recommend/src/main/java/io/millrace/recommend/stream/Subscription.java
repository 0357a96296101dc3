package io.millrace.recommend.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.recommend.answer.ItemList;
import io.millrace.recommend.answer.ListRequest;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.state.Position;
import io.millrace.recommend.state.UserChanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One user that a session follows. At most one list is being made at a time; changes meanwhile lead
 * to one more afterwards. Lives on the session's event loop.
 */
final class Subscription {
  private static final long BUSY_RETRY_MILLIS = 50;
  private static final long MOST_RETRY_MILLIS = 1000;
  private static final long LOADING_RETRY_MILLIS = 1000;

  /**
   * Why a list is made.
   *
   * @param event of the user that it knows, if not a later one; null where none has been told
   */
  private record Push(String cause, @Nullable Position event) {}

  private final StreamSession session;
  private final String userId;
  private final ListRequest wanted;
  private UserChanges.@Nullable Listening listening;
  private @Nullable String changed;
  private @Nullable Position newest;
  private long retryMillis = BUSY_RETRY_MILLIS;
  private boolean busy;

  /** Written on the loop; read by workers too. */
  private volatile boolean ended;

  Subscription(StreamSession session, String userId, ListRequest wanted) {
    this.session = session;
    this.userId = userId;
    this.wanted = wanted;
  }

  /** Sends the first list and follows the user. */
  void begin() {
    listening =
        session.parts().changes().listen(userId, event -> session.onLoop(() -> changed(event)));
    changed("subscribed");
  }

  /** Sends no more. */
  void end() {
    ended = true;
    if (listening != null) {
      listening.close();
    }
  }

  private void changed(Position event) {
    newest = event;
    changed("user");
  }

  /** A new list is due. */
  void changed(String cause) {
    changed = cause;
    if (!busy && !ended) {
      busy = true;
      session.whenWritable(this);
    }
  }

  /** Makes the list that is due; {@link StreamSession#made} follows. */
  void make() {
    Push push = new Push(String.valueOf(changed), newest);
    changed = null;
    session
        .parts()
        .pushes()
        .submit(() -> message(push))
        .onComplete(
            made ->
                session.onLoop(
                    () -> {
                      if (made.succeeded()) {
                        deliver(made.result());
                      } else {
                        failed(made.cause(), push.cause());
                      }
                      session.made();
                    }));
  }

  /**
   * The message with the list as it is now; empty, and no impression, if nobody is to see it any
   * more. On a worker: a long one takes long to write too.
   */
  private String message(Push push) {
    if (ended) {
      return "";
    }
    ItemList list =
        session.parts().answers().page(wanted.forUser(userId), wanted.paging(), wanted.explained());
    return Json.write(out -> write(out, list, push)).toString(StandardCharsets.UTF_8);
  }

  private void deliver(String message) {
    retryMillis = BUSY_RETRY_MILLIS;
    if (!ended) {
      session.send(message);
    }
    next();
  }

  private void write(JsonGenerator out, ItemList list, Push push) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", "recommendations");
    out.writeStringField("userId", userId);
    out.writeStringField("cause", push.cause());
    Position event = push.event();
    if (event != null && event.offset() >= 0) {
      out.writeNumberField("partition", event.partition());
      out.writeNumberField("offset", event.offset());
    }
    list.writeFields(out);
    out.writeEndObject();
  }

  private void failed(Throwable failure, String cause) {
    boolean temporary = failure instanceof RequestFault fault && fault.code().retryable();
    if (!temporary) {
      session.error(failure);
      next();
      return;
    }
    boolean loading = failure instanceof RequestFault fault && fault.code() == ErrorCode.LOADING;
    changed = changed == null ? cause : changed;
    session.vertx().setTimer(loading ? LOADING_RETRY_MILLIS : busyRetry(), timer -> next());
  }

  /** Each time twice as long, and not all subscriptions at the same moment. */
  private long busyRetry() {
    long pause = retryMillis;
    retryMillis = Math.min(MOST_RETRY_MILLIS, 2 * retryMillis);
    return ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
  }

  private void next() {
    busy = false;
    if (changed != null && session.isOpen()) {
      changed(changed);
    }
  }
}
