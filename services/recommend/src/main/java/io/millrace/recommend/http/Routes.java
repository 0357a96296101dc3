package io.millrace.recommend.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where endpoints register: runs each on the event loop or on a worker, times it, and turns every
 * failure into an answer, here and nowhere else.
 */
public final class Routes {
  /** Answers a request; throws {@link RequestFault}, or fails with it, to refuse it. */
  @FunctionalInterface
  public interface Handler {
    /** The answer, now or later. */
    Future<Reply> answer(Request request);
  }

  private final Router router;
  private final WorkPool workers;
  private final MeterRegistry meters;
  private final Map<String, List<HttpMethod>> methods = new LinkedHashMap<>();

  Routes(Router router, WorkPool workers, MeterRegistry meters) {
    this.router = router;
    this.workers = workers;
    this.meters = meters;
  }

  /** An answer that takes no time, given on the event loop: it comes even under overload. */
  public void light(HttpMethod method, String path, Handler handler) {
    mount(method, path, handler);
  }

  /** An answer that takes work, given on a worker. */
  public void work(HttpMethod method, String path, Handler handler) {
    mount(
        method,
        path,
        request -> workers.submit(() -> handler.answer(request)).compose(answer -> answer));
  }

  /** Every path with its methods, in order of registration. */
  Map<String, List<HttpMethod>> methods() {
    return methods;
  }

  /** Closes each path: methods it does not have are told which it has. */
  void seal() {
    methods.forEach(
        (path, allowed) -> {
          String list = allowed.stream().map(Routes::names).collect(Collectors.joining(", "));
          router
              .route(path)
              .handler(
                  context ->
                      send(context, Reply.problem(notAllowed(context, list)).with("Allow", list)));
        });
  }

  private static String names(HttpMethod method) {
    return method.equals(HttpMethod.GET) ? "GET, HEAD" : method.name();
  }

  private static RequestFault notAllowed(RoutingContext context, String allowed) {
    return new RequestFault(
        ErrorCode.METHOD_NOT_ALLOWED,
        "method: must be one of %s, was %s".formatted(allowed, context.request().method()));
  }

  private void mount(HttpMethod method, String path, Handler handler) {
    methods.computeIfAbsent(path, p -> new ArrayList<>()).add(method);
    Route route = router.route(method, path);
    if (method.equals(HttpMethod.GET)) {
      route.method(HttpMethod.HEAD); // the server leaves the body out
    }
    route.handler(context -> handle(context, path, handler));
  }

  private void handle(RoutingContext context, String path, Handler handler) {
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
          sample.stop(timer(context.request().method().name(), path, reply.status()));
          loop.runOnContext(v -> send(context, reply));
        });
  }

  private Timer timer(String method, String path, int status) {
    return Timer.builder("millrace.recommend.requests")
        .description("Time to answer, by endpoint")
        .tag("method", method)
        .tag("endpoint", path)
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(LatencyBuckets.bounds())
        .register(meters);
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
    response.setStatusCode(reply.status());
    reply.headers().forEach(response::putHeader);
    if (reply.contentType().isEmpty()) {
      response.end();
    } else {
      response.putHeader("Content-Type", reply.contentType()).end(reply.body());
    }
  }
}
