package io.millrace.recommend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodyChunksTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  /** Vert.x refuses to be asked for more of a request that it has read: that went to the log. */
  @Test
  void shouldNotAskForMoreOfABodyThatIsAllHere() throws InterruptedException {
    Context loop = vertx.getOrCreateContext();
    loop.exceptionHandler(failure::set);
    EndedRequest request = new EndedRequest();
    BodyChunks chunks = BodyChunks.of(request.proxy(), loop, BulkSettings.defaults());
    request.end();

    assertThat(chunks.next()).isNull();

    CountDownLatch asked = new CountDownLatch(1);
    loop.runOnContext(v -> asked.countDown());
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(failure).hasNullValue();
  }

  /** A request whose end has been read, and which behaves as Vert.x's does then. */
  private static final class EndedRequest {
    private @Nullable Handler<@Nullable Void> atEnd;

    private void end() {
      if (atEnd != null) {
        atEnd.handle(null);
      }
    }

    @SuppressWarnings("unchecked")
    private HttpServerRequest proxy() {
      return (HttpServerRequest)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {HttpServerRequest.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "isEnded" -> true;
                    case "getHeader" -> null;
                    case "fetch" ->
                        throw new IllegalStateException("Request has already been read");
                    case "endHandler" -> {
                      atEnd = (Handler<@Nullable Void>) arguments[0];
                      yield proxy;
                    }
                    default -> proxy;
                  });
    }
  }
}
