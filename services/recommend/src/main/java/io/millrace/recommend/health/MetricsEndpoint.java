package io.millrace.recommend.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;

/** {@code GET /metrics}: Prometheus text. */
public final class MetricsEndpoint implements Endpoint {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final MeterRegistry meters;

  /** Shows these; empty unless they are collected for Prometheus. */
  public MetricsEndpoint(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(HttpMethod.GET, "/metrics", this::answer);
  }

  private Future<Reply> answer(Request request) {
    String text = meters instanceof PrometheusMeterRegistry prometheus ? prometheus.scrape() : "";
    return Future.succeededFuture(Reply.content(TYPE, text.getBytes(StandardCharsets.UTF_8)));
  }
}
