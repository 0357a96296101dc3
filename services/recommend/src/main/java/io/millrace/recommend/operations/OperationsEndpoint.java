package io.millrace.recommend.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.health.Readiness;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * {@code GET /v1/operations}: the figures of {@code /metrics} that one looks at first, as JSON:
 * readiness, sizes, counts since the start, how far readers are behind, and the times of answers
 * and of events until they take effect, for their user and for others, as histograms. What another
 * process measures is null here.
 */
public final class OperationsEndpoint implements Endpoint {
  private static final Set<String> LISTS =
      Set.of("/v1/recommendations", "/v1/users/:userId/recommendations", "/recommendations");

  private static final String PROBES = "/health/";

  private final MeterRegistry meters;
  private final Supplier<Readiness> readiness;
  private final LongSupplier eventClock;
  private final InstantSource wallClock;
  private final long started;

  /** Tells what these measure; started now. */
  public OperationsEndpoint(
      MeterRegistry meters,
      Supplier<Readiness> readiness,
      LongSupplier eventClock,
      InstantSource wallClock) {
    this.meters = meters;
    this.readiness = readiness;
    this.eventClock = eventClock;
    this.wallClock = wallClock;
    this.started = wallClock.millis();
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.GET, "/v1/operations", this::answer);
  }

  private Future<Reply> answer(Request request) {
    request.query().done();
    request.faults().throwIfAny();
    long now = wallClock.millis();
    ObjectNode node =
        Json.object()
            .put("time", now)
            .put("uptimeSeconds", (now - started) / 1000)
            .put("eventClock", eventClock.getAsLong());
    node.set("readiness", Json.of(readiness.get().facts()));
    node.set("events", events());
    node.set("lag", lag());
    node.set("sizes", sizes());
    node.set("requests", requests());
    node.set("answers", TimeHistogram.of(answers()).json());
    node.set("freshness", times("millrace.recommend.freshness"));
    node.set("itemFreshness", times("millrace.recommend.item.freshness"));
    node.set("training", training());
    return Future.succeededFuture(Reply.ok(node));
  }

  private ObjectNode events() {
    ObjectNode node = Json.object();
    FunctionCounter applied = meters.find("millrace.recommend.events").functionCounter();
    put(node, "applied", applied == null ? Double.NaN : applied.count());
    gauge(node, "awaited", "millrace.recommend.events.awaited");
    gauge(node, "perSecond", "millrace.features.rate");
    return node;
  }

  private ObjectNode lag() {
    ObjectNode node = Json.object();
    gauge(node, "features", "millrace.features.lag");
    gauge(node, "state", "millrace.recommend.lag");
    return node;
  }

  private ObjectNode sizes() {
    ObjectNode node = Json.object();
    for (String name : List.of("items", "users", "ratings", "transitions")) {
      gauge(node, name, "millrace.recommend." + name);
    }
    gauge(node, "index", "millrace.recommend.index.size");
    gauge(node, "sockets", "millrace.recommend.sockets");
    return node;
  }

  /** What was asked for; probes are left out, for which 503 is an answer. */
  private ObjectNode requests() {
    List<Timer> all =
        meters.find("millrace.recommend.requests").timers().stream()
            .filter(timer -> !String.valueOf(timer.getId().getTag("endpoint")).startsWith(PROBES))
            .toList();
    return Json.object()
        .put("total", count(all, ""))
        .put("refused", count(all, "4"))
        .put("failed", count(all, "5"));
  }

  private static long count(Collection<Timer> timers, String status) {
    return timers.stream()
        .filter(timer -> String.valueOf(timer.getId().getTag("status")).startsWith(status))
        .mapToLong(Timer::count)
        .sum();
  }

  private ObjectNode times(String name) {
    return TimeHistogram.of(meters.find(name).timers()).json();
  }

  private List<Timer> answers() {
    return meters.find("millrace.recommend.requests").tag("status", "200").timers().stream()
        .filter(timer -> LISTS.contains(String.valueOf(timer.getId().getTag("endpoint"))))
        .toList();
  }

  private ObjectNode training() {
    ObjectNode node = Json.object();
    gauge(node, "loss", "millrace.trainer.loss");
    gauge(node, "fraction", "millrace.trainer.fraction");
    gauge(node, "ratings", "millrace.trainer.ratings");
    return node;
  }

  private void gauge(ObjectNode node, String field, String name) {
    Gauge gauge = meters.find(name).gauge();
    put(node, field, gauge == null ? Double.NaN : gauge.value());
  }

  private static void put(ObjectNode node, String field, double value) {
    if (Double.isNaN(value)) {
      node.putNull(field);
    } else if (value == Math.rint(value)) {
      node.put(field, (long) value);
    } else {
      node.put(field, value);
    }
  }
}
