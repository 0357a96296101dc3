package io.millrace.recommend.stream;

import io.millrace.recommend.access.Scope;
import io.millrace.recommend.answer.Answers;
import io.millrace.recommend.answer.ListRequests;
import io.millrace.recommend.events.EventIntake;
import io.millrace.recommend.events.EventRequest;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.http.Admission;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Gate;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.http.Routes;
import io.millrace.recommend.http.WorkPool;
import io.millrace.recommend.state.UserChanges;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket {@code /v1/stream}. Messages are JSON texts of at most 64 KiB, answered in kind:
 *
 * <ul>
 *   <li>{@code {"subscribe":{"userId":"42","n":10}}}, steered by the fields of {@link
 *       ListRequests}: a message of type {@code recommendations} now and whenever the user's state
 *       or the model changes
 *   <li>{@code {"unsubscribe":{"userId":"42"}}}: a message of type {@code unsubscribed}
 *   <li>{@code {"event":{"userId","itemId","rating","timestamp"?,"eventId"?}}}: a message of type
 *       {@code event} once the rating is on the topic
 *   <li>whatever cannot be done: a message of type {@code error}; the socket stays open
 * </ul>
 *
 * Opening it and each message but {@code event} need {@link Scope#READ}, {@code event} needs {@link
 * Scope#EVENTS}. As a browser can send no header with a WebSocket, the key may come as a
 * subprotocol: {@code new WebSocket(url, ["millrace", "millrace.key." + key])}. A socket whose key
 * is revoked is closed with 1008 within {@value StreamSession#PING_MILLIS} ms.
 *
 * <p>What breaks the protocol itself closes the socket with the code that RFC 6455 has for it: 1002
 * for a frame that is none, otherwise see {@link TextMessages}.
 */
public final class StreamEndpoint implements AutoCloseable {
  /** Where it is. */
  public static final String PATH = "/v1/stream";

  private static final Logger LOG = LoggerFactory.getLogger(StreamEndpoint.class);
  private static final short GOING_AWAY = 1001;

  /**
   * What a session works with.
   *
   * @param answers asked for lists
   * @param lists reads what is wanted of lists
   * @param events reads events
   * @param intake takes events
   * @param changes tells when a user changes
   * @param pushes where lists are made
   * @param patience with a client that reads nothing
   */
  public record Parts(
      Answers answers,
      ListRequests lists,
      EventRequest events,
      EventIntake intake,
      UserChanges changes,
      PushQueue pushes,
      Duration patience) {
    /** The same, with lists made by the workers. */
    public Parts(
        Answers answers,
        ListRequests lists,
        EventRequest events,
        EventIntake intake,
        UserChanges changes,
        WorkPool workers,
        Duration patience) {
      this(answers, lists, events, intake, changes, new PushQueue(workers), patience);
    }
  }

  private final Parts parts;
  private final Set<StreamSession> sessions = ConcurrentHashMap.newKeySet();

  /** Sessions work with the parts, and are told when another generation serves. */
  public StreamEndpoint(Parts parts, Generations generations) {
    this.parts = parts;
    generations.onSwap(() -> sessions.forEach(StreamSession::modelChanged));
  }

  /** Adds the path; to be called before bodies are read. */
  public void mount(Router router, Gate gate) {
    router
        .route(HttpMethod.GET, PATH)
        .handler(
            context -> gate.admit(context, Scope.READ, admission -> upgrade(context, admission)));
  }

  /** Sockets open. */
  public int open() {
    return sessions.size();
  }

  private void upgrade(RoutingContext context, Admission admission) {
    @Nullable String upgrade = context.request().getHeader("Upgrade");
    if (!"websocket".equalsIgnoreCase(upgrade)) {
      Routes.refuse(
          context,
          new RequestFault(
              ErrorCode.UPGRADE_REQUIRED,
              new Fault("Upgrade", "must be websocket", upgrade == null ? "absent" : upgrade),
              "this path is a WebSocket"));
      return;
    }
    context
        .request()
        .toWebSocket()
        .onSuccess(socket -> open(context, socket, admission))
        .onFailure(failure -> LOG.debug("a WebSocket was not opened", failure));
  }

  private void open(RoutingContext context, ServerWebSocket socket, Admission admission) {
    StreamSession session =
        new StreamSession(
            context.vertx(),
            socket,
            context.request().connection(),
            admission,
            parts,
            sessions::remove);
    sessions.add(session);
    session.open();
  }

  @Override
  public void close() {
    sessions.forEach(session -> session.close(GOING_AWAY, "the service stops"));
  }
}
