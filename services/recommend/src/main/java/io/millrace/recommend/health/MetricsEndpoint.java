package io.millrace.recommend.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Routes;
import io.millrace.recommend.http.WorkPool;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** {@code GET /metrics}: Prometheus text. */
public final class MetricsEndpoint implements Endpoint {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final MeterRegistry meters;
  private final WorkPool scraper =
      new WorkPool("recommend-metrics", 1, new WorkPool.Limits(4, 4, Duration.ofSeconds(1)));

  /** Shows these; empty unless they are collected for Prometheus. */
  public MetricsEndpoint(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void mount(Routes routes) {
    routes.light(Scope.READ, HttpMethod.GET, "/metrics", request -> scraper.submit(this::answer));
  }

  private Reply answer() {
    String text = meters instanceof PrometheusMeterRegistry prometheus ? prometheus.scrape() : "";
    return Reply.content(TYPE, text.getBytes(StandardCharsets.UTF_8));
  }
}
