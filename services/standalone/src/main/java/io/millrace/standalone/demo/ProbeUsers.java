package io.millrace.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.runtime.UserFault;
import io.millrace.schemas.Ids;
import io.millrace.standalone.check.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Users made for measuring: they have histories and answers as any other, and leave no trace in
 * what is learned.
 */
public final class ProbeUsers {
  private static final int HISTORY = 20;

  private final List<String> ids;
  private final List<String> items;

  private ProbeUsers(List<String> ids, List<String> items) {
    this.ids = List.copyOf(ids);
    this.items = List.copyOf(items);
  }

  /**
   * Gives each of some users twenty ratings of recommended items.
   *
   * @param prefix distinguishes one set from another
   */
  public static ProbeUsers create(Api api, String prefix, int count, SplittableRandom random)
      throws InterruptedException {
    List<String> items = popularItems(api, prefix);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = Ids.PROBE_PREFIX + prefix + "-" + i;
      Api.Answer answer = api.post("/v1/events?wait=applied", history(id, items, random));
      if (answer.status() >= 300) {
        throw new UserFault("a probe user's history was refused: " + answer.text());
      }
      ids.add(id);
    }
    return new ProbeUsers(ids, items);
  }

  private static List<String> popularItems(Api api, String prefix) throws InterruptedException {
    Api.Answer answer =
        api.get("/v1/users/" + Ids.PROBE_PREFIX + prefix + "-new/recommendations?n=100");
    List<String> items = new ArrayList<>();
    for (JsonNode item : answer.json().path("items")) {
      items.add(item.path("itemId").asText());
    }
    if (items.isEmpty()) {
      throw new UserFault("a new user gets no recommendations: " + answer.text());
    }
    return items;
  }

  private static String history(String id, List<String> items, SplittableRandom random) {
    List<String> left = new ArrayList<>(items);
    List<String> events = new ArrayList<>();
    for (int i = 0; i < HISTORY && !left.isEmpty(); i++) {
      String item = left.remove(random.nextInt(left.size()));
      events.add(event(id, item, 3 + random.nextInt(3)));
    }
    return "[" + String.join(",", events) + "]";
  }

  /** A rating as {@code POST /v1/events} takes it. */
  public static String event(String user, String item, int stars) {
    return "{\"userId\":\"%s\",\"itemId\":\"%s\",\"rating\":%d}".formatted(user, item, stars);
  }

  /** The items that the histories are of. */
  public List<String> items() {
    return items;
  }

  /** A user; they come again after the last. */
  public String get(int i) {
    return ids.get(i % ids.size());
  }

  int size() {
    return ids.size();
  }
}
