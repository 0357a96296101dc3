package io.millrace.standalone.load;

import io.millrace.standalone.check.Api;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Asks a service for recommendations at random moments, whether or not earlier requests have been
 * answered, and times each from the moment it was due, see {@link Pace}. For one thread.
 */
public final class OpenLoop implements AutoCloseable {
  private static final long MOST_MICROS = 60_000_000;
  private static final int TIMEOUT_MILLIS = 10_000;

  /** Less than the service's idle_timeout: a connection must not be closed while it is taken up. */
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final Vertx vertx;
  private final HttpClient client;
  private final List<RequestOptions> requests;
  private final LoadPlan plan;

  /**
   * Connects when it begins.
   *
   * @param url of the service
   * @param users who ask, at least one
   */
  public OpenLoop(String url, List<String> users, LoadPlan plan) {
    this.plan = plan;
    this.requests = users.stream().map(user -> request(url, user)).toList();
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(plan.connections()).setMaxWaitQueueSize(-1));
  }

  private RequestOptions request(String url, String user) {
    String path = "/v1/users/" + Api.encoded(user) + "/recommendations?n=" + plan.items();
    return new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setAbsoluteURI(url + path)
        .setTimeout(TIMEOUT_MILLIS);
  }

  /** Warms the service up, then measures. */
  public LoadResult run() {
    SplittableRandom random = new SplittableRandom(plan.seed());
    new Round(random.split()).run(plan.warmUp().toNanos());
    return new Round(random.split()).run(plan.measured().toNanos());
  }

  /** Requests at one rate for some time. */
  private final class Round {
    private final SplittableRandom random;
    private final Histogram micros = new ConcurrentHistogram(MOST_MICROS, 3);
    private final AtomicLong shed = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicReference<String> firstError = new AtomicReference<>("");
    private final Phaser open = new Phaser(1);

    Round(SplittableRandom random) {
      this.random = random;
    }

    LoadResult run(long nanos) {
      ProcessorTime processor = new ProcessorTime();
      Pace pace = new Pace(plan.rate(), random.split());
      long begin = System.nanoTime();
      long requests = pace.keep(nanos, this::send);
      open.arriveAndAwaitAdvance();
      double seconds = (System.nanoTime() - begin) / 1e9;
      return LoadResult.of(
          plan.rate(),
          micros,
          new LoadResult.Counts(
              requests, shed.get(), errors.get(), Objects.requireNonNullElse(firstError.get(), "")),
          seconds,
          new LoadResult.Load(processor.cores(), pace.lateP99Ms()));
    }

    private void send(long due) {
      RequestOptions request = requests.get(random.nextInt(requests.size()));
      open.register();
      client
          .request(request)
          .compose(HttpClientRequest::send)
          .compose(answer -> answer.body().map(body -> answer.statusCode()))
          .onSuccess(status -> record(status, due))
          .onFailure(failure -> failed(failure.toString()))
          .onComplete(done -> open.arriveAndDeregister());
    }

    private void record(int status, long due) {
      if (status == 200) {
        long waited = (System.nanoTime() - due) / 1000;
        micros.recordValue(Math.clamp(waited, 0, MOST_MICROS));
      } else if (status == 429 || status == 503) {
        shed.incrementAndGet();
      } else {
        failed("status " + status);
      }
    }

    private void failed(String why) {
      errors.incrementAndGet();
      firstError.compareAndSet("", why);
    }
  }

  @Override
  public void close() {
    client.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
