package io.millrace.standalone.load;

import io.millrace.runtime.UserFault;
import io.millrace.standalone.check.Api;
import io.millrace.standalone.demo.ProbeUsers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Subscribers at WebSockets, and their ratings, which come over REST at random moments; measured is
 * the time until the list that knows the rating is pushed. Everything but the pace happens on one
 * event loop. For one thread.
 */
public final class SocketLoad implements AutoCloseable {
  private static final int HTTP = 80;
  private static final String SOCKET = "/v1/stream";
  private static final int EVENT_CONNECTIONS = 64;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int MOST_FRAME = 4 << 20;
  private static final long MOST_MICROS = 60_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration OPENING = Duration.ofSeconds(60);

  private final SocketPlan plan;
  private final URI service;
  private final int port;
  private final SplittableRandom random;
  private final Vertx vertx;
  private final Context loop;
  private final HttpClient http;
  private final WebSocketClient sockets;
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final PushHead head = new PushHead();
  private List<String> items = List.of();
  private CountDownLatch subscribed = new CountDownLatch(0);
  private Tally tally = new Tally();

  /** What was counted; on the event loop. */
  private static final class Tally {
    private final Histogram micros = new Histogram(MOST_MICROS, 3);
    private long shed;
    private long errors;
    private long pushes;
    private long closed;
  }

  /**
   * Connects when it begins.
   *
   * @param url of the service
   */
  public SocketLoad(String url, SocketPlan plan) {
    this.plan = plan;
    this.service = URI.create(url);
    this.port = service.getPort() < 0 ? HTTP : service.getPort();
    this.random = new SplittableRandom(plan.seed());
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    this.loop = vertx.getOrCreateContext();
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(EVENT_CONNECTIONS).setMaxWaitQueueSize(-1));
    this.sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(plan.subscribers())
                .setMaxFrameSize(MOST_FRAME)
                .setMaxMessageSize(MOST_FRAME));
  }

  /** Gives users their histories, subscribes them, warms the service up, then measures. */
  public SocketResult run() throws InterruptedException {
    ProbeUsers users;
    try (Api api = new Api(service.toString())) {
      users = ProbeUsers.create(api, "sockets", plan.subscribers(), random.split());
    }
    items = users.items();
    subscribe(users);
    round(plan.warmUp());
    return round(plan.measured());
  }

  private void subscribe(ProbeUsers users) throws InterruptedException {
    subscribed = new CountDownLatch(plan.subscribers());
    for (int i = 0; i < plan.subscribers(); i++) {
      Subscriber subscriber = new Subscriber(users.get(i), this::told);
      subscribers.add(subscriber);
      join(onLoop(() -> open(subscriber)));
    }
    if (!subscribed.await(OPENING.toSeconds(), TimeUnit.SECONDS)) {
      throw new UserFault(
          "%d of %d subscribers got no list within %d s"
              .formatted(subscribed.getCount(), plan.subscribers(), OPENING.toSeconds()));
    }
  }

  private Future<Void> open(Subscriber subscriber) {
    return sockets
        .connect(port, service.getHost(), SOCKET)
        .compose(socket -> listen(socket, subscriber));
  }

  private Future<Void> listen(WebSocket socket, Subscriber subscriber) {
    socket.textMessageHandler(text -> heard(text, subscriber));
    socket.closeHandler(closed -> tally.closed++);
    return socket.writeTextMessage(
        "{\"subscribe\":{\"userId\":\"%s\",\"n\":%d}}"
            .formatted(subscriber.userId(), plan.items()));
  }

  private void heard(String text, Subscriber subscriber) {
    long now = System.nanoTime();
    PushHead.Head pushed = head.of(text);
    if (pushed.cause().equals("subscribed")) {
      subscribed.countDown();
    } else if (pushed.offset() >= 0) {
      tally.pushes++;
      subscriber.pushed(pushed.offset(), now);
    }
  }

  private void told(long nanos) {
    tally.micros.recordValue(Math.clamp(nanos / 1000, 0, MOST_MICROS));
  }

  private SocketResult round(Duration time) throws InterruptedException {
    join(
        onLoop(
            () -> {
              tally = new Tally();
              return Future.succeededFuture();
            }));
    ProcessorTime processor = new ProcessorTime();
    Pace pace = new Pace(plan.rate(), random.split());
    long begin = System.nanoTime();
    long events = pace.keep(time.toNanos(), this::rate);
    awaitPushes();
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cores = processor.cores();
    return join(onLoop(() -> Future.succeededFuture(result(events, seconds, cores, pace))));
  }

  /** Somebody rates something. */
  private void rate(long due) {
    Subscriber subscriber = subscribers.get(random.nextInt(subscribers.size()));
    String item = items.get(random.nextInt(items.size()));
    Buffer event =
        Buffer.buffer(ProbeUsers.event(subscriber.userId(), item, 1 + random.nextInt(5)));
    loop.runOnContext(v -> send(subscriber, event, due));
  }

  private void send(Subscriber subscriber, Buffer event, long due) {
    Subscriber.Sent sent = subscriber.sent(due);
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(service.getHost())
            .setPort(port)
            .setURI("/v1/events")
            .putHeader("Content-Type", "application/json")
            .setTimeout(TIMEOUT_MILLIS);
    http.request(request)
        .compose((HttpClientRequest ready) -> ready.send(event))
        .compose(answer -> answer.body().map(body -> answered(answer.statusCode(), body)))
        .onSuccess(placed -> place(subscriber, sent, placed))
        .onFailure(
            failure -> {
              tally.errors++;
              subscriber.refused(sent);
            });
  }

  private record Answered(int status, long offset) {}

  private Answered answered(int status, Buffer body) {
    return new Answered(status, status == 202 ? head.offsetOfFirst(body.getBytes()) : -1);
  }

  private void place(Subscriber subscriber, Subscriber.Sent sent, Answered answered) {
    if (answered.status() == 202) {
      subscriber.placed(sent, answered.offset());
      return;
    }
    subscriber.refused(sent);
    if (answered.status() == 429 || answered.status() == 503) {
      tally.shed++;
    } else {
      tally.errors++;
    }
  }

  /** Until every event's list has come, but not for ever. */
  private void awaitPushes() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && waiting() > 0) {
      Thread.sleep(10);
    }
  }

  private int waiting() {
    return join(
        onLoop(
            () ->
                Future.succeededFuture(subscribers.stream().mapToInt(Subscriber::waiting).sum())));
  }

  private SocketResult result(long events, double seconds, double cores, Pace pace) {
    long lost = subscribers.stream().mapToLong(Subscriber::waiting).sum();
    subscribers.forEach(Subscriber::forget);
    Histogram micros = tally.micros;
    return new SocketResult(
        plan.subscribers(),
        plan.rate(),
        events,
        micros.getTotalCount(),
        tally.shed,
        tally.errors + lost,
        tally.pushes,
        tally.closed,
        seconds,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(90) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getMaxValue() / 1e3,
        cores,
        pace.lateP99Ms());
  }

  private <T> CompletableFuture<T> onLoop(Supplier<Future<T>> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.runOnContext(
        v -> task.get().onSuccess(done::complete).onFailure(done::completeExceptionally));
    return done;
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw new UserFault("the service does not take a subscriber: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
