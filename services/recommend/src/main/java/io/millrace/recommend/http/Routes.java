package io.millrace.recommend.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.recommend.access.Scope;
import io.millrace.runtime.tracing.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where endpoints register, each with the scope it needs: runs each on the event loop or on a
 * worker, times it, and turns every failure into an answer, here and nowhere else.
 */
public final class Routes {
  /** Answers a request; throws {@link RequestFault}, or fails with it, to refuse it. */
  @FunctionalInterface
  public interface Handler {
    /** The answer, now or later. */
    Future<Reply> answer(Request request);
  }

  /** Answers a request whose body is read as it comes; may wait. */
  @FunctionalInterface
  public interface Upload {
    /**
     * The answer.
     *
     * @param admission of the sender, for whom the request itself has been counted
     * @param place among the imports that run, to be left where it waits for its sender's rate
     */
    Reply answer(Request request, BodyChunks body, Admission admission, BulkThreads.Place place)
        throws InterruptedException;
  }

  /** Answers a request with lines, which are made as they are read. */
  @FunctionalInterface
  public interface Download {
    /**
     * The lines; throws {@link RequestFault} to refuse. They are closed when all are written, or
     * the client is gone.
     */
    Stream<? extends JsonNode> lines(Request request);
  }

  /**
   * Who does what.
   *
   * @param workers answer requests
   * @param bulk run imports and exports
   */
  public record Threads(WorkPool workers, BulkThreads bulk) implements AutoCloseable {
    @Override
    public void close() {
      bulk.close();
      workers.close();
    }
  }

  private final Router router;
  private final HttpApi.Settings settings;
  private final Threads threads;
  private final MeterRegistry meters;
  private final Gate gate;
  private final TracedWork work;
  private final Map<String, Set<HttpMethod>> methods = new LinkedHashMap<>();

  Routes(
      Router router,
      Gate gate,
      HttpApi.Settings settings,
      Threads threads,
      MeterRegistry meters,
      Tracing tracing) {
    this.work = new TracedWork(tracing, threads.workers());
    this.router = router;
    this.gate = gate;
    this.settings = settings;
    this.threads = threads;
    this.meters = meters;
  }

  /** An answer that takes no time, given on the event loop: it comes even under overload. */
  public void light(Scope scope, HttpMethod method, String path, Handler handler) {
    mount(scope, method, path, handler);
  }

  /** An answer that takes work, given on a worker. */
  public void work(Scope scope, HttpMethod method, String path, Handler handler) {
    mount(scope, method, path, work.of(method, path, handler));
  }

  /**
   * A body of lines ({@link Ndjson}), read as it comes, however long. Another body of the same path
   * is for whom it is registered with after this.
   */
  public void upload(Scope scope, HttpMethod method, String path, Upload upload) {
    add(method, path)
        .handler(
            context -> {
              if (Ndjson.isSent(context.request())) {
                gate.admit(context, scope, admission -> receive(context, path, upload, admission));
              } else {
                context.next();
              }
            });
  }

  /** The same, where no other body is taken. */
  public void uploadOnly(Scope scope, HttpMethod method, String path, Upload upload) {
    upload(scope, method, path, upload);
    router
        .route(method, path)
        .handler(
            context ->
                gate.pass(
                    context, scope, () -> refuse(context, Ndjson.otherType(new Request(context)))));
  }

  /**
   * Lines ({@link Ndjson}) for a GET that asks for them, written as they are read, however many.
   * One that does not is for whom it is registered with after this.
   */
  public void download(Scope scope, String path, Download download) {
    add(HttpMethod.GET, path)
        .handler(
            context -> {
              if (Ndjson.isAskedFor(context)) {
                gate.pass(context, scope, () -> write(context, path, download));
              } else {
                context.next();
              }
            });
  }

  /** The same, for a path where a GET is answered with nothing else. */
  public void downloadOnly(Scope scope, String path, Download download) {
    add(HttpMethod.GET, path)
        .handler(context -> gate.pass(context, scope, () -> write(context, path, download)));
  }

  /** Closes each path: methods it does not have are told which it has. */
  void seal() {
    methods.forEach(
        (path, allowed) -> {
          String list = allowed.stream().map(Routes::named).collect(Collectors.joining(", "));
          router
              .route(path)
              .handler(
                  context ->
                      send(context, Reply.problem(notAllowed(context, list)).with("Allow", list)));
        });
  }

  /** The paths, parameters with a colon before them, and the methods of each. */
  Map<String, Set<HttpMethod>> methods() {
    return Collections.unmodifiableMap(methods);
  }

  private static String named(HttpMethod method) {
    return method.equals(HttpMethod.GET) ? "GET, HEAD" : method.name();
  }

  private static RequestFault notAllowed(RoutingContext context, String allowed) {
    return new RequestFault(
        ErrorCode.METHOD_NOT_ALLOWED,
        new Fault("method", "must be one of " + allowed, context.request().method().name()));
  }

  private void mount(Scope scope, HttpMethod method, String path, Handler handler) {
    RequestTimers timers = new RequestTimers(meters, path);
    add(method, path)
        .handler(new BodyDeadline(settings.bodyTimeout()))
        .handler((SecurityPolicyHandler) context -> gate.pass(context, scope, context::next))
        .handler(BodyHandler.create(false).setBodyLimit(settings.bodyLimit()))
        .handler(context -> handle(context, timers, handler));
  }

  private Route add(HttpMethod method, String path) {
    methods.computeIfAbsent(path, p -> new LinkedHashSet<>()).add(method);
    Route route = router.route(method, path);
    if (method.equals(HttpMethod.GET)) {
      route.method(HttpMethod.HEAD); // the server leaves the body out
    }
    return route;
  }

  private void receive(RoutingContext context, String path, Upload upload, Admission admission) {
    Timer.Sample sample = Timer.start(meters);
    Context loop = Vertx.currentContext();
    BodyChunks body = BodyChunks.of(context.request(), loop, settings.bulk());
    threads
        .bulk()
        .submit(place -> upload.answer(new Request(context), body, admission, place))
        .onComplete(
            done -> {
              Reply reply = done.succeeded() ? done.result() : refusal(done.cause());
              sample.stop(bulkTimer(context, path, reply.status()));
              loop.runOnContext(
                  v -> {
                    send(context, reply);
                    body.discardRest(context.vertx());
                  });
            });
  }

  private void write(RoutingContext context, String path, Download download) {
    Timer.Sample sample = Timer.start(meters);
    Context loop = Vertx.currentContext();
    threads
        .bulk()
        .submit(place -> written(context, download))
        .onComplete(
            done -> {
              Reply reply = done.succeeded() ? Reply.empty() : refusal(done.cause());
              sample.stop(bulkTimer(context, path, done.succeeded() ? 200 : reply.status()));
              if (done.failed() || !done.result()) {
                loop.runOnContext(v -> breakOff(context, reply));
              }
            });
  }

  /** Whether the client has them all. */
  private boolean written(RoutingContext context, Download download) throws InterruptedException {
    try (Stream<? extends JsonNode> lines = download.lines(new Request(context))) {
      HttpServerResponse response = context.response();
      response.setChunked(true).putHeader("Content-Type", Ndjson.TYPE).putHeader("Vary", "Accept");
      boolean bodyless = context.request().method().equals(HttpMethod.HEAD);
      return new LineWriter(response, settings.bulk().timeout())
          .write(bodyless ? Collections.emptyIterator() : lines.iterator());
    }
  }

  /** An answer that has begun must not look complete: the connection ends with it. */
  private static void breakOff(RoutingContext context, Reply refusal) {
    HttpServerResponse response = context.response();
    if (!response.headWritten()) {
      send(context, refusal);
    } else if (!response.ended()) {
      response.reset();
    }
  }

  private Timer bulkTimer(RoutingContext context, String path, int status) {
    return Timer.builder("millrace.recommend.bulk")
        .description("Time that imports and exports took, by endpoint")
        .tag("method", context.request().method().name())
        .tag("endpoint", path)
        .tag("status", Integer.toString(status))
        .register(meters);
  }

  private void handle(RoutingContext context, RequestTimers timers, Handler handler) {
    Timer.Sample sample = Timer.start(meters);
    Context loop = Vertx.currentContext();
    Future<Reply> answer;
    try {
      answer = handler.answer(new Request(context));
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer.onComplete(
        done -> {
          Reply reply = done.succeeded() ? done.result() : refusal(done.cause());
          sample.stop(timers.of(context.request().method().name(), reply.status()));
          loop.runOnContext(v -> send(context, reply));
        });
  }

  /** The one mapper of failures to answers. */
  static Reply refusal(Throwable cause) {
    return Reply.problem(RequestFault.of(cause));
  }

  /** Refuses a request that is not an endpoint's. */
  public static void refuse(RoutingContext context, RequestFault fault) {
    send(context, Reply.problem(fault));
  }

  static void send(RoutingContext context, Reply reply) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    Refusals.sent(context, reply);
    response.setStatusCode(reply.status());
    reply.headers().forEach(response::putHeader);
    if (reply.contentType().isEmpty()) {
      response.end();
    } else {
      response.putHeader("Content-Type", reply.contentType()).end(reply.body());
    }
  }
}
