package io.millrace.runtime.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.tls.ServerTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Health and metrics over HTTP for services without a web server of their own.
 *
 * <ul>
 *   <li>{@code GET /health}: 200 while the process lives; each service with its own facts
 *   <li>{@code GET /health/live}: 200 while the process lives
 *   <li>{@code GET /health/ready}: 200 when every service is ready, else 503
 *   <li>{@code GET /metrics}: Prometheus text
 * </ul>
 */
public final class OpsServer implements Service {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OpsSettings settings;
  private final MeterRegistry metrics;
  private final List<Service> services;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService executor;
  private @Nullable ServerTls tls;

  /** Listens on this machine only. */
  public OpsServer(int port, MeterRegistry metrics, List<Service> services) {
    this(new OpsSettings("127.0.0.1", port), metrics, services);
  }

  /** Listens where the settings say. */
  public OpsServer(OpsSettings settings, MeterRegistry metrics, List<Service> services) {
    this.settings = settings;
    this.metrics = metrics;
    this.services = List.copyOf(services);
  }

  @Override
  public String name() {
    return "ops";
  }

  @Override
  public synchronized void start() throws IOException {
    tls = ServerTls.open("ops.tls", settings.tls());
    HttpServer http = bind(tls);
    executor = Executors.newVirtualThreadPerTaskExecutor();
    http.setExecutor(executor);
    http.createContext("/health", exchange -> health(exchange, false));
    http.createContext(
        "/health/live", exchange -> json(exchange, 200, Map.of("status", "healthy")));
    http.createContext("/health/ready", exchange -> health(exchange, true));
    http.createContext("/metrics", this::metrics);
    http.start();
    server = http;
  }

  private HttpServer bind(@Nullable ServerTls tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
    if (address.isUnresolved()) {
      throw new UserFault(
          "ops.host: must be an address of this machine, was "
              + settings.host()
              + ", which is not known; try 127.0.0.1, or 0.0.0.0 for all");
    }
    try {
      return tls == null ? HttpServer.create(address, 0) : secure(address, tls);
    } catch (BindException e) {
      throw new UserFault(
          "ops.port: "
              + settings.port()
              + " cannot be opened on "
              + settings.host()
              + " ("
              + e.getMessage()
              + "); choose another, or 0 for a free one",
          e);
    }
  }

  private static HttpServer secure(InetSocketAddress address, ServerTls tls) throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls.context()) {
          @Override
          public void configure(HttpsParameters connection) {
            SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
            parameters.setProtocols(ServerTls.PROTOCOLS.toArray(String[]::new));
            connection.setSSLParameters(parameters);
          }
        });
    return server;
  }

  /** The port it listens on; -1 before start. */
  public synchronized int port() {
    return server == null ? -1 : server.getAddress().getPort();
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return settings.tls().scheme();
  }

  @Override
  public synchronized boolean ready() {
    return server != null;
  }

  @Override
  public Map<String, Object> health() {
    return Map.of("port", port());
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
    if (executor != null) {
      executor.close();
      executor = null;
    }
    if (tls != null) {
      tls.close();
      tls = null;
    }
  }

  private void health(HttpExchange exchange, boolean readiness) throws IOException {
    boolean ready = services.stream().allMatch(Service::ready);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", readiness && !ready ? "starting" : "healthy");
    body.put("ready", ready);
    for (Service service : services) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("ready", service.ready());
      facts.putAll(service.health());
      body.put(service.name(), facts);
    }
    json(exchange, readiness && !ready ? 503 : 200, body);
  }

  private void metrics(HttpExchange exchange) throws IOException {
    if (metrics instanceof PrometheusMeterRegistry prometheus) {
      answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", prometheus.scrape());
    } else {
      answer(exchange, 404, "text/plain", "metrics are not collected for Prometheus here\n");
    }
  }

  private static void json(HttpExchange exchange, int status, Map<String, Object> body)
      throws IOException {
    try {
      answer(exchange, status, "application/json", JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      answer(exchange, 500, "text/plain", "health cannot be shown: " + e.getOriginalMessage());
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
