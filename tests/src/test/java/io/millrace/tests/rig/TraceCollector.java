package io.millrace.tests.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes spans as a collector does, by OTLP over HTTP, and keeps them. Thread-safe. */
public final class TraceCollector implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.of();

  private final HttpServer server;
  private final List<TakenSpan> spans = new CopyOnWriteArrayList<>();

  /**
   * A span.
   *
   * @param service that has sent it
   * @param parent id of the span above; empty for none
   * @param links ids of the spans that it is linked to
   * @param topic attribute {@code messaging.destination.name}; empty for none
   */
  public record TakenSpan(
      String service,
      String name,
      String trace,
      String id,
      String parent,
      List<String> links,
      String topic) {}

  private TraceCollector(HttpServer server) {
    this.server = server;
  }

  /** Listens on a free port of this machine. */
  public static TraceCollector start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      TraceCollector collector = new TraceCollector(server);
      server.createContext("/v1/traces", collector::take);
      server.start();
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code tracing.endpoint} names it by. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What has come so far. */
  public List<TakenSpan> spans() {
    return List.copyOf(spans);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
          .getResourceSpansList()
          .forEach(this::take);
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void take(ResourceSpans process) {
    String service = attribute(process.getResource().getAttributesList(), "service.name");
    for (ScopeSpans scope : process.getScopeSpansList()) {
      scope.getSpansList().forEach(span -> spans.add(taken(service, span)));
    }
  }

  private static TakenSpan taken(String service, Span span) {
    return new TakenSpan(
        service,
        span.getName(),
        HEX.formatHex(span.getTraceId().toByteArray()),
        HEX.formatHex(span.getSpanId().toByteArray()),
        HEX.formatHex(span.getParentSpanId().toByteArray()),
        span.getLinksList().stream()
            .map(link -> HEX.formatHex(link.getSpanId().toByteArray()))
            .toList(),
        attribute(span.getAttributesList(), "messaging.destination.name"));
  }

  private static String attribute(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  /** Cannot be reached from now on. */
  public void goAway() {
    server.stop(0);
  }

  @Override
  public void close() {
    goAway();
  }
}
