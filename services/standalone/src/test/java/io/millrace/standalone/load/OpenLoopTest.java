package io.millrace.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private String serve(Consumer<HttpServerRequest> handler) {
    HttpServer server = vertx.createHttpServer().requestHandler(handler::accept);
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    return "http://127.0.0.1:" + server.actualPort();
  }

  private static LoadPlan plan(double rate, int millis, int connections) {
    return new LoadPlan(rate, Duration.ZERO, Duration.ofMillis(millis), 5, connections, 7);
  }

  @Test
  void shouldTellAnswersFromShedAndFailed() {
    String url =
        serve(
            request ->
                request
                    .response()
                    .setStatusCode(
                        List.of(200, 200, 429, 503, 500).get(asked.getAndIncrement() % 5))
                    .end("{}"));
    try (OpenLoop loop = new OpenLoop(url, List.of("a"), plan(200, 500, 1))) {
      LoadResult result = loop.run();
      assertThat(result.requests()).isEqualTo(asked.get()).isBetween(60L, 150L);
      assertThat(result.ok() + result.shed() + result.errors()).isEqualTo(result.requests());
      assertThat(result.errors()).isEqualTo(result.requests() / 5);
      assertThat(result.firstError()).isEqualTo("status 500");
      assertThat(result.shed())
          .isBetween(result.requests() / 5 * 2 - 1, result.requests() / 5 * 2 + 2);
      assertThat(LoadResult.of(result.json().toString())).isEqualTo(result);
    }
  }

  @Test
  void shouldCountTheWaitForAServiceThatStalls() {
    // One connection and 40 ms an answer: 25 a second are answered, 100 come, so the queue grows,
    // and half of the requests wait for longer than several answers take.
    String url = serve(request -> vertx.setTimer(40, timer -> request.response().end("{}")));
    try (OpenLoop loop = new OpenLoop(url, List.of("a"), plan(100, 400, 1))) {
      LoadResult result = loop.run();
      assertThat(result.errors()).isZero();
      assertThat(result.firstError()).isEmpty();
      assertThat(result.p50Ms()).isGreaterThan(160);
    }
  }

  @Test
  void shouldAskForAllUsersWithTheirIdsEncoded() {
    Set<String> paths = new ConcurrentSkipListSet<>();
    String url =
        serve(
            request -> {
              paths.add(request.uri());
              request.response().end("{}");
            });
    try (OpenLoop loop = new OpenLoop(url, List.of("a/b", "c"), plan(200, 300, 4))) {
      loop.run();
    }
    assertThat(paths)
        .containsExactly("/v1/users/a%2Fb/recommendations?n=5", "/v1/users/c/recommendations?n=5");
  }

  @Test
  void shouldNameTheOptionThatIsWrong() {
    assertThatThrownBy(() -> plan(0, 1, 1))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("--rate: must be above 0");
    assertThatThrownBy(() -> plan(1, 0, 1)).hasMessageContaining("--seconds");
    assertThatThrownBy(() -> plan(1, 1, 0)).hasMessageContaining("--connections");
  }
}
