package io.millrace.recommend.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.answer.ListRequest;
import io.millrace.recommend.events.EventOutcome;
import io.millrace.recommend.events.StampedEvent;
import io.millrace.recommend.http.Admission;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.HangUp;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.RequestFault;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open WebSocket. Everything in it happens on its event loop; what comes from other threads is
 * handed over. While the client does not read, nothing more is read from it and no list is made for
 * it.
 */
final class StreamSession {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);
  private static final int MAX_SUBSCRIPTIONS = 100;
  static final long PING_MILLIS = 20_000;

  /** Lists made at once for one socket: with more, a socket of many users would hold many. */
  private static final int MAX_MAKING = 4;

  private static final short POLICY_VIOLATION = 1008;

  private final Vertx vertx;
  private final Context loop;
  private final ServerWebSocket socket;
  private final HttpConnection connection;
  private final Admission admission;
  private final StreamEndpoint.Parts parts;
  private final Consumer<StreamSession> closed;
  private final Map<String, Subscription> subscriptions = new HashMap<>();
  private final Queue<Subscription> waiting = new ArrayDeque<>();
  private long pings;
  private long stall = -1;
  private int making;
  private boolean open = true;

  StreamSession(
      Vertx vertx,
      ServerWebSocket socket,
      HttpConnection connection,
      Admission admission,
      StreamEndpoint.Parts parts,
      Consumer<StreamSession> closed) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.socket = socket;
    this.connection = connection;
    this.admission = admission;
    this.parts = parts;
    this.closed = closed;
  }

  /** Listens to the socket. */
  void open() {
    pings = vertx.setPeriodic(PING_MILLIS, timer -> ping());
    socket.closeHandler(done -> ended());
    socket.exceptionHandler(this::failed);
    socket.drainHandler(done -> drained());
    socket.frameHandler(new TextMessages(this::message, this::close));
  }

  private void ping() {
    if (admission.stands()) {
      socket.writePing(Buffer.buffer("millrace"));
    } else {
      close(POLICY_VIOLATION, "the key is revoked");
    }
  }

  /** What is no WebSocket frame, or too long for one; the connection itself may also be gone. */
  private void failed(Throwable failure) {
    LOG.debug("a WebSocket failed", failure);
    if (failure instanceof CorruptedWebSocketFrameException corrupted) {
      close((short) corrupted.closeStatus().code(), corrupted.closeStatus().reasonText());
    }
  }

  /** Another generation serves; any thread. */
  void modelChanged() {
    loop.runOnContext(v -> List.copyOf(subscriptions.values()).forEach(s -> s.changed("model")));
  }

  /** Closes the socket; any thread. */
  void close(short code, String reason) {
    socket.close(code, reason);
  }

  /** What subscriptions need of the session. */
  Vertx vertx() {
    return vertx;
  }

  StreamEndpoint.Parts parts() {
    return parts;
  }

  boolean isOpen() {
    return open;
  }

  /** Runs on the session's event loop. */
  void onLoop(Runnable task) {
    loop.runOnContext(v -> task.run());
  }

  /**
   * Makes a list when the client has read enough of what was sent, and when few others are being
   * made for it; at once if so. {@link #made} follows.
   */
  void whenWritable(Subscription subscription) {
    waiting.add(subscription);
    makeNext();
  }

  /** A list has been made and sent, or has not. */
  void made() {
    making--;
    makeNext();
  }

  private void makeNext() {
    while (making < MAX_MAKING && !waiting.isEmpty() && isWritable()) {
      making++;
      waiting.remove().make();
    }
  }

  /** A closed socket cannot even be asked whether its queue is full. */
  private boolean isWritable() {
    return !socket.isClosed() && !socket.writeQueueFull();
  }

  /** Sends a message. */
  void send(ObjectNode message) {
    send(Json.write(out -> out.writeTree(message)).toString(StandardCharsets.UTF_8));
  }

  /** Sends a message that has been written. */
  void send(String message) {
    if (socket.isClosed()) {
      return;
    }
    socket.writeTextMessage(message);
    if (!isWritable() && stall < 0) {
      socket.pause();
      stall = vertx.setTimer(parts.patience().toMillis(), timer -> letGo());
    }
  }

  /** The message that says why may not get through either, so that the connection goes too. */
  private void letGo() {
    LOG.info("a WebSocket is closed: its client reads nothing");
    close(
        POLICY_VIOLATION,
        "what is sent must be read, was not for %d ms".formatted(parts.patience().toMillis()));
    HangUp.on(connection);
  }

  /** Sends what went wrong. */
  void error(Throwable cause) {
    ObjectNode message = Json.object().put("type", "error");
    message.setAll(Reply.problemNode(RequestFault.of(cause)));
    message.put("type", "error");
    send(message);
  }

  private void message(byte[] text) {
    try {
      admission.use();
      handle(Json.read(text));
    } catch (RequestFault fault) {
      error(fault);
    }
  }

  private void handle(JsonNode message) {
    Faults faults = new Faults();
    Fields fields = Fields.of(message, "", faults);
    Fields subscribe = fields.inner("subscribe");
    Fields unsubscribe = fields.inner("unsubscribe");
    boolean event = fields.has("event");
    fields.done();
    int asked = (subscribe == null ? 0 : 1) + (unsubscribe == null ? 0 : 1) + (event ? 1 : 0);
    if (faults.isEmpty() && asked != 1) {
      faults.malformed(
          "message", "must have one of subscribe, unsubscribe, event", String.valueOf(asked));
    }
    faults.throwIfAny();
    admission.require(event ? Scope.EVENTS : Scope.READ);
    if (subscribe != null) {
      subscribe(subscribe, faults);
    } else if (unsubscribe != null) {
      unsubscribe(unsubscribe, faults);
    } else {
      event(message.get("event"), faults);
    }
  }

  private void subscribe(Fields fields, Faults faults) {
    String userId = fields.id("userId");
    ListRequest wanted = parts.lists().first(fields, faults);
    fields.done();
    if (subscriptions.size() >= MAX_SUBSCRIPTIONS && !subscriptions.containsKey(userId)) {
      faults.invalid(
          "subscribe",
          "must be at most " + MAX_SUBSCRIPTIONS + " users per socket",
          String.valueOf(subscriptions.size() + 1));
    }
    faults.throwIfAny();
    end(userId);
    Subscription subscription = new Subscription(this, userId, wanted);
    subscriptions.put(userId, subscription);
    subscription.begin();
  }

  private void unsubscribe(Fields fields, Faults faults) {
    String userId = fields.id("userId");
    fields.done();
    if (faults.isEmpty() && !subscriptions.containsKey(userId)) {
      faults.invalid("unsubscribe.userId", "must be subscribed to", userId);
    }
    faults.throwIfAny();
    end(userId);
    send(Json.object().put("type", "unsubscribed").put("userId", userId));
  }

  private void event(JsonNode node, Faults faults) {
    StampedEvent event = parts.events().read(node, "event", faults);
    faults.throwIfAny();
    var _ =
        parts
            .intake()
            .submit(List.of(event), false)
            .whenComplete(
                (outcomes, failure) ->
                    onLoop(
                        () -> {
                          if (failure == null) {
                            sent(outcomes.getFirst());
                          } else {
                            error(failure);
                          }
                        }));
  }

  private void sent(EventOutcome outcome) {
    ObjectNode message = Json.object().put("type", "event");
    message.setAll(outcome.json());
    send(message);
  }

  private void end(String userId) {
    Subscription subscription = subscriptions.remove(userId);
    if (subscription != null) {
      subscription.end();
      waiting.remove(subscription);
    }
  }

  private void drained() {
    vertx.cancelTimer(stall);
    stall = -1;
    socket.resume();
    makeNext();
  }

  private void ended() {
    open = false;
    vertx.cancelTimer(pings);
    vertx.cancelTimer(stall);
    subscriptions.values().forEach(Subscription::end);
    subscriptions.clear();
    waiting.clear();
    closed.accept(this);
  }
}
