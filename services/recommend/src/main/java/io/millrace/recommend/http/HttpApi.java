package io.millrace.recommend.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The HTTP server with its endpoints. Started once, closed once. */
public final class HttpApi implements AutoCloseable {
  /**
   * Where and how to listen.
   *
   * @param host address to bind
   * @param port 0 for any free one
   * @param bodyLimit most bytes of a body
   * @param idleTimeoutSeconds a connection without traffic is closed after so long
   * @param bulk what imports and exports may take
   */
  public record Settings(
      String host, int port, long bodyLimit, int idleTimeoutSeconds, BulkSettings bulk) {}

  private static final int MAX_MESSAGE = 64 * 1024;

  /** Most bytes of a request's line: a cursor, and a filter of some thousand characters. */
  private static final int MAX_LINE = 16 * 1024;

  private final Vertx vertx;
  private final HttpServer server;

  private HttpApi(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  /** An event loop holder as this server wants it: two loops, no file cache. */
  public static Vertx newVertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(2)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }

  /**
   * Listens.
   *
   * @param vertx owned by the server from here on
   * @param early handlers that come before bodies are read: the WebSocket
   * @throws BindException if the port is taken or the address is not ours
   */
  public static HttpApi start(
      Vertx vertx,
      Settings settings,
      Routes.Threads threads,
      MeterRegistry meters,
      Consumer<Router> early,
      List<Endpoint> endpoints)
      throws BindException {
    Router router = Router.router(vertx);
    router.route().failureHandler(HttpApi::failed);
    router.route().handler(new Refusals(meters)::watch);
    router.route().handler(SameOrigin::check);
    early.accept(router);
    Routes routes = new Routes(router, settings, threads, meters);
    endpoints.forEach(endpoint -> endpoint.mount(routes));
    routes.seal();
    mapErrors(router, settings);
    return listen(vertx, settings, router);
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  private static HttpApi listen(Vertx vertx, Settings settings, Router router)
      throws BindException {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setMaxInitialLineLength(MAX_LINE)
            .setInitialSettings(http2())
            .setIdleTimeout(settings.idleTimeoutSeconds())
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxWebSocketMessageSize(MAX_MESSAGE)
            .setMaxWebSocketFrameSize(MAX_MESSAGE);
    HttpServer server =
        vertx
            .createHttpServer(options)
            .requestHandler(router)
            .invalidRequestHandler(HttpApi::invalid);
    try {
      server.listen().toCompletionStage().toCompletableFuture().join();
      return new HttpApi(vertx, server);
    } catch (CompletionException e) {
      vertx.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      BindException bind = new BindException(String.valueOf(cause.getMessage()));
      bind.initCause(cause);
      throw bind;
    }
  }

  private static Http2Settings http2() {
    return new Http2Settings()
        .setMaxConcurrentStreams(HttpServerOptions.DEFAULT_INITIAL_SETTINGS_MAX_CONCURRENT_STREAMS)
        .setMaxHeaderListSize(MAX_LINE + HttpServerOptions.DEFAULT_MAX_HEADER_SIZE);
  }

  private static void mapErrors(Router router, Settings settings) {
    on(router, 400, ErrorCode.MALFORMED_REQUEST, HttpApi::unreadable);
    on(
        router,
        404,
        ErrorCode.UNKNOWN_PATH,
        request -> new Fault("path", "must be one of those in /docs", request.path()));
    on(
        router,
        405,
        ErrorCode.METHOD_NOT_ALLOWED,
        request -> new Fault("method", "must be one of the path's", request.method().name()));
    on(
        router,
        413,
        ErrorCode.BODY_TOO_LARGE,
        request ->
            new Fault(
                "body",
                "must have at most %d bytes; send less at once".formatted(settings.bodyLimit()),
                length(request)));
    router.errorHandler(500, c -> Routes.send(c, Routes.refusal(failure(c))));
  }

  /** A body whose chunks cannot be read fails with 200, the status that it found. */
  private static void failed(RoutingContext context) {
    int status = context.statusCode();
    if (status >= 0 && status < 400) {
      invalid(context.request());
    } else {
      context.next();
    }
  }

  private static Throwable failure(RoutingContext context) {
    Throwable failure = context.failure();
    return failure == null ? new IllegalStateException("failed without a cause") : failure;
  }

  private static void on(
      Router router, int status, ErrorCode code, Function<HttpServerRequest, Fault> fault) {
    router.errorHandler(
        status,
        context -> Routes.refuse(context, new RequestFault(code, fault.apply(context.request()))));
  }

  private static Fault unreadable(HttpServerRequest request) {
    return new Fault("request", "must be HTTP with an address and headers in their form", "other");
  }

  /** As the sender declares it; what comes in chunks is only known to be more. */
  static String length(HttpServerRequest request) {
    @Nullable String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return declared == null ? "more" : declared;
  }

  /** Requests that are not HTTP, or whose line or headers are too long. */
  private static void invalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    String name = cause == null ? "" : cause.getClass().getSimpleName();
    ErrorCode code =
        switch (name) {
          case "TooLongHttpLineException" -> ErrorCode.URI_TOO_LONG;
          case "TooLongHttpHeaderException" -> ErrorCode.HEADERS_TOO_LARGE;
          default -> ErrorCode.MALFORMED_REQUEST;
        };
    Reply reply = Reply.problem(new RequestFault(code, unreadable(request)));
    request
        .response()
        .setStatusCode(reply.status())
        .putHeader("Content-Type", reply.contentType())
        .putHeader("Connection", "close")
        .end(reply.body())
        .onComplete(done -> request.connection().close());
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
