package io.millrace.recommend.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.runtime.tls.ServerTls;
import io.millrace.runtime.tracing.Tracing;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The HTTP server with its endpoints. Started once, closed once. */
public final class HttpApi implements AutoCloseable {
  /**
   * Where and how to listen.
   *
   * @param host address to bind
   * @param port 0 for any free one
   * @param connections most that are open at once
   * @param bodyLimit most bytes of a body
   * @param bodyTimeout longest time that a body may take to come
   * @param idleTimeout a connection without traffic, or without a whole request, is closed after so
   *     long
   * @param bulk what imports and exports may take
   * @param allowedOrigins other hosts whose pages may ask
   */
  public record Settings(
      String host,
      int port,
      int connections,
      long bodyLimit,
      Duration bodyTimeout,
      Duration idleTimeout,
      BulkSettings bulk,
      List<String> allowedOrigins) {}

  /**
   * Adds handlers that come before bodies are read.
   *
   * @see io.millrace.recommend.stream
   */
  @FunctionalInterface
  public interface Early {
    /** Adds them, to be passed by whom the gate lets on. */
    void mount(Router router, Gate gate);
  }

  private static final int MAX_MESSAGE = 64 * 1024;

  /** Most bytes of a request's line: a cursor, and a filter of some thousand characters. */
  private static final int MAX_LINE = 16 * 1024;

  /** A loop that is at one task for longer is told of; so often is looked. */
  private static final long LOOP_MOST_MILLIS = 500;

  private static final long LOOP_LOOK_MILLIS = 100;

  private final Vertx vertx;
  private final HttpServer server;
  private final Routes routes;

  private HttpApi(Vertx vertx, HttpServer server, Routes routes) {
    this.vertx = vertx;
    this.server = server;
    this.routes = routes;
  }

  /** An event loop holder as this server wants it: two loops, no file cache. */
  public static Vertx newVertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(2)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setBlockedThreadCheckInterval(LOOP_LOOK_MILLIS)
            .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
            .setMaxEventLoopExecuteTime(LOOP_MOST_MILLIS)
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }

  /**
   * Listens.
   *
   * @param vertx owned by the server from here on
   * @param tls the server's certificate, or null for plain HTTP; not closed here
   * @param early handlers that come before bodies are read: the WebSocket
   * @throws BindException if the port is taken or the address is not ours
   */
  public static HttpApi start(
      Vertx vertx,
      Settings settings,
      @Nullable ServerTls tls,
      Gate gate,
      Routes.Threads threads,
      MeterRegistry meters,
      Tracing tracing,
      Early early,
      List<Endpoint> endpoints)
      throws BindException {
    Connections connections =
        new Connections(new Connections.Limits(settings.connections(), settings.idleTimeout()));
    BlockedLoops blocked = new BlockedLoops();
    blocked.watch(vertx);
    measure(connections, blocked, meters);
    Router router = Router.router(vertx);
    router.route().failureHandler(HttpApi::failed);
    router.route().handler(new Refusals(meters)::watch);
    router.route().handler(connections::begin);
    router.route().handler(new SecurityHeaders(tls != null)::add);
    router.route().handler(new Origins(settings.allowedOrigins())::check);
    early.mount(router, gate);
    Routes routes = new Routes(router, gate, settings, threads, meters, tracing);
    endpoints.forEach(endpoint -> endpoint.mount(routes));
    routes.seal();
    mapErrors(router, settings);
    connections.watch(vertx);
    return new HttpApi(vertx, listen(vertx, options(settings, tls), router, connections), routes);
  }

  private static void measure(Connections connections, BlockedLoops blocked, MeterRegistry meters) {
    Gauge.builder("millrace.recommend.connections", connections, Connections::count)
        .description("Connections open, WebSockets among them")
        .register(meters);
    FunctionCounter.builder(
            "millrace.recommend.connections.refused", connections, Connections::refused)
        .description("Connections closed at once because as many were open as may be")
        .register(meters);
    FunctionCounter.builder("millrace.recommend.loops.blocked", blocked, BlockedLoops::seen)
        .description("Times that an event loop was found at one task for too long")
        .register(meters);
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** The paths, parameters with a colon before them, and the methods of each. */
  public Map<String, Set<HttpMethod>> routes() {
    return routes.methods();
  }

  private static HttpServerOptions options(Settings settings, @Nullable ServerTls tls) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setMaxInitialLineLength(MAX_LINE)
            .setInitialSettings(http2())
            // A connection that goes over from HTTP/1 in mid-request lost the frames of about one
            // large answer in a hundred to java.net.http, which asks for it by default. By TLS the
            // two agree on HTTP/2 before the first request.
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(Math.toIntExact(settings.idleTimeout().toMillis()))
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setMaxWebSocketMessageSize(MAX_MESSAGE)
            .setMaxWebSocketFrameSize(MAX_MESSAGE)
            .addWebSocketSubProtocol(Credentials.SUBPROTOCOL);
    if (tls != null) {
      options
          .setSsl(true)
          .setUseAlpn(true)
          .setKeyCertOptions(KeyCertOptions.wrap(tls.keyManager()))
          .setEnabledSecureTransportProtocols(new LinkedHashSet<>(ServerTls.PROTOCOLS));
    }
    return options;
  }

  private static HttpServer listen(
      Vertx vertx, HttpServerOptions options, Router router, Connections connections)
      throws BindException {
    HttpServer server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connections::opened)
            .requestHandler(router)
            .invalidRequestHandler(HttpApi::invalid);
    try {
      server.listen().toCompletionStage().toCompletableFuture().join();
      return server;
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
