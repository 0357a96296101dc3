package io.millrace.recommend.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.answer.ItemList;
import io.millrace.recommend.answer.ListRequest;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.state.UserChanges;
import org.jspecify.annotations.Nullable;

/**
 * One user that a session follows. At most one list is being made at a time; changes meanwhile lead
 * to one more afterwards. Lives on the session's event loop.
 */
final class Subscription {
  private static final long BUSY_RETRY_MILLIS = 50;
  private static final long LOADING_RETRY_MILLIS = 1000;

  private final StreamSession session;
  private final String userId;
  private final ListRequest wanted;
  private UserChanges.@Nullable Listening listening;
  private @Nullable String changed;
  private boolean busy;
  private boolean ended;

  Subscription(StreamSession session, String userId, ListRequest wanted) {
    this.session = session;
    this.userId = userId;
    this.wanted = wanted;
  }

  /** Sends the first list and follows the user. */
  void begin() {
    listening =
        session.parts().changes().listen(userId, () -> session.onLoop(() -> changed("user")));
    changed("subscribed");
  }

  /** Sends no more. */
  void end() {
    ended = true;
    if (listening != null) {
      listening.close();
    }
  }

  /** A new list is due. */
  void changed(String cause) {
    changed = cause;
    if (!busy && !ended) {
      busy = true;
      session.whenWritable(this::make);
    }
  }

  private void make() {
    String cause = String.valueOf(changed);
    changed = null;
    session
        .parts()
        .workers()
        .submit(
            () ->
                session
                    .parts()
                    .answers()
                    .page(wanted.forUser(userId), wanted.paging(), wanted.explained()))
        .onComplete(
            made ->
                session.onLoop(
                    () -> {
                      if (made.succeeded()) {
                        deliver(made.result(), cause);
                      } else {
                        failed(made.cause(), cause);
                      }
                    }));
  }

  private void deliver(ItemList list, String cause) {
    if (!ended) {
      ObjectNode message =
          Json.object().put("type", "recommendations").put("userId", userId).put("cause", cause);
      message.setAll(list.json());
      session.send(message);
    }
    next();
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
    session.vertx().setTimer(loading ? LOADING_RETRY_MILLIS : BUSY_RETRY_MILLIS, timer -> next());
  }

  private void next() {
    busy = false;
    if (changed != null && session.isOpen()) {
      changed(changed);
    }
  }
}
