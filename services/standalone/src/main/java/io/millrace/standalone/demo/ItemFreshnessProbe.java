package io.millrace.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.Ids;
import io.millrace.standalone.check.Api;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Time from an event until somebody else's answer shows it, for what belongs to items and not to
 * the user: a user rates one item and then another; how often the second has been rated (what is
 * popular goes by it), and how well it follows the first (what another user's list goes by), are
 * asked for until they differ. Arrivals are random, so that they meet commits at any phase.
 *
 * <p>Who rates is no probe, for those are counted nowhere: each sample leaves a rating. One user
 * rates all that follow the first item, the first one anew before each; then another begins.
 */
public final class ItemFreshnessProbe {
  private static final double MEAN_PAUSE_MS = 400;
  private static final Duration GIVE_UP = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(4);
  private static final int FOLLOWERS = 200;

  /** Least relative change that an event makes; what time makes of it in seconds is far less. */
  private static final double CHANGE = 1e-5;

  private final Api api;
  private final String observer;
  private final String first;
  private final List<String> followers;
  private final SplittableRandom random;
  private final long run;

  /**
   * What was found.
   *
   * @param popularity until another reads that the item was rated
   * @param transitions until another's list knows that it follows
   */
  public record Found(Latencies popularity, Latencies transitions) {}

  private ItemFreshnessProbe(
      Api api, String observer, String first, List<String> followers, SplittableRandom random) {
    this.api = api;
    this.observer = observer;
    this.first = first;
    this.followers = List.copyOf(followers);
    this.random = random;
    this.run = random.nextLong() & Integer.MAX_VALUE;
  }

  /**
   * Creates who looks on: a user whose last item is popular, and has items that follow it.
   *
   * @return null if nothing follows that item yet, so that there is nothing to measure by
   */
  public static @Nullable ItemFreshnessProbe create(Api api, long seed)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed ^ System.nanoTime());
    String observer = Ids.PROBE_PREFIX + "observer-" + (random.nextLong() & Integer.MAX_VALUE);
    String first =
        api.get("/v1/users/" + observer + "/recommendations?n=1")
            .json()
            .at("/items/0/itemId")
            .asText();
    api.post("/v1/events?wait=applied", ProbeUsers.event(observer, first, 5));
    List<String> followers = new ArrayList<>();
    String list = "/v1/users/%s/recommendations?n=%d&explain=true".formatted(observer, FOLLOWERS);
    for (JsonNode item : api.get(list).json().path("items")) {
      if (score(item) > 0) {
        followers.add(item.path("itemId").asText());
      }
    }
    return followers.isEmpty()
        ? null
        : new ItemFreshnessProbe(api, observer, first, followers, random);
  }

  /**
   * Measures so many times.
   *
   * @param done told how many there are
   */
  public Found measure(int samples, IntConsumer done) throws InterruptedException {
    Histogram popularity = Latencies.histogram();
    Histogram transitions = Latencies.histogram();
    for (int i = 0; i < samples; i++) {
      Thread.sleep((long) (-Math.log(1 - random.nextDouble()) * MEAN_PAUSE_MS));
      String user = "bench-%d-%d".formatted(run, i / followers.size());
      sample(user, followers.get(i % followers.size()), popularity, transitions);
      done.accept(i + 1);
    }
    return new Found(found(popularity, samples), found(transitions, samples));
  }

  private static Latencies found(Histogram micros, int samples) {
    Failures failures = new Failures();
    for (long missing = samples - micros.getTotalCount(); missing > 0; missing--) {
      failures.add("unchanged after %d s".formatted(GIVE_UP.toSeconds()));
    }
    return Latencies.of(micros, failures.reasons());
  }

  private void sample(String user, String second, Histogram popularity, Histogram transitions)
      throws InterruptedException {
    api.post("/v1/events?wait=applied", ProbeUsers.event(user, first, 5));
    String ratings = ratings(second);
    double following = following(second);
    long begin = System.nanoTime();
    api.post("/v1/events", ProbeUsers.event(user, second, 4));
    boolean counted = false;
    boolean follows = false;
    while (!(counted && follows) && System.nanoTime() - begin < GIVE_UP.toNanos()) {
      if (!counted && !ratings(second).equals(ratings)) {
        counted = true;
        popularity.recordValue((System.nanoTime() - begin) / 1000);
      }
      if (!follows && Math.abs(following(second) - following) > CHANGE * following) {
        follows = true;
        transitions.recordValue((System.nanoTime() - begin) / 1000);
      }
      Thread.sleep(LOOK);
    }
  }

  private String ratings(String item) throws InterruptedException {
    return api.get("/v1/items/" + Api.encoded(item)).json().path("ratings").toString();
  }

  private double following(String item) throws InterruptedException {
    String filter = URLEncoder.encode("itemId = '" + item + "'", StandardCharsets.UTF_8);
    String list =
        "/v1/users/%s/recommendations?n=1&seen=include&explain=true&filter=%s"
            .formatted(observer, filter);
    return score(api.get(list).json().at("/items/0"));
  }

  private static double score(JsonNode item) {
    return item.at("/explanation/sources/transitions/score").asDouble();
  }
}
