package io.millrace.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.standalone.check.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
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
   */
  public Latencies measure(int samples, BooleanSupplier goOn) throws InterruptedException {
    Histogram micros = Latencies.histogram();
    long failures = 0;
    for (int i = 0; i < samples && goOn.getAsBoolean(); i++) {
      Thread.sleep((long) (-Math.log(1 - random.nextDouble()) * MEAN_PAUSE_MS));
      long nanos = sample(users.get(i));
      if (nanos < 0) {
        failures++;
      } else {
        micros.recordValue(nanos / 1000);
      }
    }
    return Latencies.of(micros, failures);
  }

  private long sample(String user) throws InterruptedException {
    List<String> before = list(user);
    if (before.isEmpty()) {
      return -1;
    }
    String top = before.getFirst();
    long begin = System.nanoTime();
    if (api.post("/v1/events?wait=applied", ProbeUsers.event(user, top, 5)).status() >= 300) {
      return -1;
    }
    while (System.nanoTime() - begin < GIVE_UP.toNanos()) {
      if (!list(user).contains(top)) {
        return System.nanoTime() - begin;
      }
      Thread.sleep(1);
    }
    return -1;
  }

  private List<String> list(String user) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (JsonNode item :
        api.get("/v1/users/" + user + "/recommendations?n=10").json().path("items")) {
      ids.add(item.path("itemId").asText());
    }
    return ids;
  }
}
