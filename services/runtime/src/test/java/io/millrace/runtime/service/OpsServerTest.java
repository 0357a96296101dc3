package io.millrace.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.runtime.UserFault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpsServerTest {
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Test
  void shouldServeHealthReadinessAndMetrics() throws Exception {
    Switch service = new Switch("features", new ArrayList<>());
    metrics.counter("millrace.events").increment(3);
    try (OpsServer server = new OpsServer(0, metrics, List.of(service))) {
      server.start();

      assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
      HttpResponse<String> starting = get(server, "/health/ready");
      assertThat(starting.statusCode()).isEqualTo(503);
      assertThat(starting.body()).contains("\"status\":\"starting\"");
      service.ready = true;
      HttpResponse<String> ready = get(server, "/health/ready");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).contains("\"features\":{\"ready\":true,\"lag\":7}");
      assertThat(get(server, "/metrics").body()).contains("millrace_events_total 3.0");
    }
  }

  @Test
  void shouldNameThePortWhenItIsTaken() throws Exception {
    try (OpsServer first = new OpsServer(0, metrics, List.of())) {
      first.start();
      try (OpsServer second = new OpsServer(first.port(), metrics, List.of())) {
        assertThatThrownBy(second::start)
            .isInstanceOf(UserFault.class)
            .hasMessageContaining("ops.port: " + first.port());
      }
    }
  }

  @Test
  void shouldNameTheHostWhenItIsUnknown() {
    OpsSettings settings = new OpsSettings("no-such-host.invalid", 0);
    try (OpsServer server = new OpsServer(settings, metrics, List.of())) {
      assertThatThrownBy(server::start)
          .isInstanceOf(UserFault.class)
          .hasMessageContaining("ops.host: must be an address of this machine")
          .hasMessageContaining("no-such-host.invalid");
    }
  }

  @Test
  void shouldCloseInReverseOrder() {
    List<String> log = new ArrayList<>();
    try (Lifecycle lifecycle = new Lifecycle()) {
      lifecycle.start(new Switch("a", log));
      lifecycle.start(new Switch("b", log));
    }
    assertThat(log).containsExactly("start a", "start b", "close b", "close a");
  }

  private static HttpResponse<String> get(OpsServer server, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static final class Switch implements Service {
    private final String name;
    private final List<String> log;
    private volatile boolean ready;

    Switch(String name, List<String> log) {
      this.name = name;
      this.log = log;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() {
      log.add("start " + name);
    }

    @Override
    public boolean ready() {
      return ready;
    }

    @Override
    public Map<String, Object> health() {
      return Map.of("lag", 7);
    }

    @Override
    public void close() {
      log.add("close " + name);
    }
  }
}
