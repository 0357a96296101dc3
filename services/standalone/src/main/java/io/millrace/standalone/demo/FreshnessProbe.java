package io.millrace.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.standalone.check.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;

/**
 * Time from an event sent over HTTP to the first answer that differs because of it: the user rates
 * the item at the top of the list and asks until it is gone. Arrivals are random (exponential
 * pauses), so that they meet commits and other periodic work at any phase.
 */
public final class FreshnessProbe {
  private static final int USERS = 10;
  private static final double MEAN_PAUSE_MS = 100;
  private static final Duration GIVE_UP = Duration.ofSeconds(20);

  private final Api api;
  private final ProbeUsers users;
  private final SplittableRandom random;

  /**
   * Creates the users that rate.
   *
   * @param name distinguishes these users from others'
   * @param seed of histories and pauses
   */
  public static FreshnessProbe create(Api api, String name, long seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    return new FreshnessProbe(api, ProbeUsers.create(api, name, USERS, random), random);
  }

  private FreshnessProbe(Api api, ProbeUsers users, SplittableRandom random) {
    this.api = api;
    this.users = users;
    this.random = random;
  }

  /**
   * Measures.
   *
   * @param samples at most so many
   * @param goOn asked before each; false ends early
   * @param done told how many there are
   */
  public Latencies measure(int samples, BooleanSupplier goOn, IntConsumer done)
      throws InterruptedException {
    Histogram micros = Latencies.histogram();
    Failures failures = new Failures();
    for (int i = 0; i < samples && goOn.getAsBoolean(); i++) {
      Thread.sleep((long) (-Math.log(1 - random.nextDouble()) * MEAN_PAUSE_MS));
      sample(users.get(i), micros, failures);
      done.accept(i + 1);
    }
    return Latencies.of(micros, failures.reasons());
  }

  private void sample(String user, Histogram micros, Failures failures)
      throws InterruptedException {
    Api.Answer before = list(user);
    List<String> ids = ids(before);
    if (ids.isEmpty()) {
      failures.add(before, "200 with a list to compare with");
      return;
    }
    String top = ids.getFirst();
    long begin = System.nanoTime();
    Api.Answer told = api.post("/v1/events?wait=applied", ProbeUsers.event(user, top, 5));
    if (told.status() >= 300) {
      failures.add(told, "200 to the rating");
      return;
    }
    while (System.nanoTime() - begin < GIVE_UP.toNanos()) {
      Api.Answer now = list(user);
      if (now.status() == 200 && !ids(now).contains(top)) {
        micros.recordValue((System.nanoTime() - begin) / 1000);
        return;
      }
      Thread.sleep(1);
    }
    failures.add(
        "the item rated was still in the list after %d s, wanted it gone"
            .formatted(GIVE_UP.toSeconds()));
  }

  private Api.Answer list(String user) throws InterruptedException {
    return api.get("/v1/users/" + user + "/recommendations?n=10");
  }

  private static List<String> ids(Api.Answer answer) {
    List<String> ids = new ArrayList<>();
    for (JsonNode item : answer.json().path("items")) {
      ids.add(item.path("itemId").asText());
    }
    return ids;
  }
}
