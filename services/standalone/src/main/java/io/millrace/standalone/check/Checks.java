package io.millrace.standalone.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.runtime.UserFault;
import io.millrace.schemas.Ids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Exercises every endpoint of a running service, the refusals too, as a probe user who leaves no
 * trace in what is learned. One thread, one use.
 */
public final class Checks {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int NO_CONTENT = 204;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int UNPROCESSABLE = 422;

  private final Api api;
  private final boolean training;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final String user = Ids.PROBE_PREFIX + UUID.randomUUID();
  private final String item = "check-" + UUID.randomUUID();
  private String knownItem = "1";
  private String recommendationId = "none";

  /**
   * Checks of a service.
   *
   * @param training whether a training is asked for too, last, which takes the trainer a while
   */
  public Checks(Api api, boolean training) {
    this.api = api;
    this.training = training;
  }

  /**
   * What came of one check.
   *
   * @param endpoint method and path
   * @param ok whether it answered as it should
   * @param detail what it answered
   * @param millis how long it took
   */
  public record Outcome(String endpoint, boolean ok, String detail, double millis) {}

  /** Judges an answer: null, or what is wrong with it. */
  private interface Rule {
    boolean holds(Api.Answer answer);
  }

  /**
   * Runs them all.
   *
   * @throws UserFault if the service cannot be reached
   */
  public List<Outcome> run() throws InterruptedException {
    health();
    recommendations();
    referenceApi();
    events();
    catalogue();
    models();
    pages();
    refusals();
    outcomes.addAll(new StreamCheck(api, user).run());
    eraseProbe();
    if (training) {
      check("POST", "/v1/models/train", "{}", a -> a.status() == ACCEPTED);
    }
    return List.copyOf(outcomes);
  }

  private void health() throws InterruptedException {
    check("GET", "/health", null, a -> a.status() == OK && text(a, "status").equals("healthy"));
    check("GET", "/health/live", null, a -> a.status() == OK);
    check("GET", "/health/ready", null, a -> a.status() == OK);
    check("GET", "/metrics", null, a -> a.status() == OK && a.text().contains("# TYPE"));
  }

  private void recommendations() throws InterruptedException {
    Api.Answer list =
        check(
            "GET",
            "/v1/users/" + user + "/recommendations?n=5",
            null,
            a -> a.status() == OK && a.json().path("items").size() == 5 && described(a));
    knownItem = list.json().path("items").path(0).path("itemId").asText(knownItem);
    recommendationId = list.json().path("recommendationId").asText(recommendationId);
    String history =
        "{\"history\":[{\"itemId\":\"%s\",\"rating\":5}],\"n\":5}".formatted(knownItem);
    check("POST", "/v1/recommendations", history, a -> a.status() == OK && lacks(a, knownItem));
    String excluding =
        "{\"userId\":\"%s\",\"n\":5,\"exclude\":[\"%s\"]}".formatted(user, knownItem);
    check("POST", "/v1/recommendations", excluding, a -> a.status() == OK && lacks(a, knownItem));
    steering();
    onboarding();
    check(
        "GET",
        "/v1/items/" + Api.encoded(knownItem) + "/similar?n=5",
        null,
        a -> a.status() == OK && a.json().path("items").size() > 0 && lacks(a, knownItem));
    check(
        "POST",
        "/v1/feedback",
        "{\"recommendationId\":\"%s\",\"itemId\":\"%s\",\"type\":\"click\"}"
            .formatted(recommendationId, knownItem),
        a -> a.status() == ACCEPTED || a.status() == OK);
  }

  private void onboarding() throws InterruptedException {
    String path = "/v1/onboarding?n=5";
    check("GET", path, null, a -> a.status() == OK && !itemIds(a).isEmpty());
    check("GET", path + "&filter=" + only(knownItem), null, a -> itemIds(a).size() == 1);
    check("GET", path + "&n=0", null, Checks::refused);
  }

  private void steering() throws InterruptedException {
    String path = "/v1/recommendations";
    String start = "{\"userId\":\"%s\",".formatted(user);
    String filtered = start + "\"filter\":\"itemId = '%s'\"}".formatted(knownItem);
    check("POST", path, filtered, a -> a.status() == OK && itemIds(a).equals(List.of(knownItem)));
    check(
        "GET",
        "/v1/users/" + user + "/recommendations?filter=" + only(knownItem),
        null,
        a -> a.status() == OK && itemIds(a).equals(List.of(knownItem)));
    String pinned =
        start
            + "\"n\":3,\"pin\":[{\"itemId\":\"%s\",\"place\":2}],".formatted(knownItem)
            + "\"diversity\":0.5,\"cap\":{\"genre\":3},"
            + "\"boost\":[{\"filter\":\"year > 1990\",\"multiply\":2}]}";
    check(
        "POST",
        path,
        pinned,
        a -> a.status() == OK && itemIds(a).size() == 3 && itemIds(a).get(1).equals(knownItem));
    Api.Answer first = check("POST", path, start + "\"n\":3}", a -> a.status() == OK);
    String cursor = first.json().path("next").asText();
    check(
        "POST",
        path,
        start + "\"n\":3,\"cursor\":\"%s\"}".formatted(cursor),
        a -> a.status() == OK && Collections.disjoint(itemIds(a), itemIds(first)));
    check("POST", path, start + "\"filter\":\"year >\"}", Checks::refused);
    check("GET", "/v1/users/" + user + "/recommendations?filter=year%20%3E", null, Checks::refused);
    check("POST", path, start + "\"exclude\":[1],\"pin\":[1]}", Checks::refused);
  }

  private static String only(String itemId) {
    return Api.encoded("itemId = '%s'".formatted(itemId));
  }

  private static List<String> itemIds(Api.Answer answer) {
    List<String> ids = new ArrayList<>();
    answer.json().path("items").forEach(item -> ids.add(item.path("itemId").asText()));
    return ids;
  }

  private void referenceApi() throws InterruptedException {
    check(
        "POST",
        "/recommendations",
        "{\"user_id\":1,\"num_recommendations\":10}",
        a ->
            a.status() == OK
                && a.json().path("user_id").isNumber()
                && a.json().path("recommendations").size()
                    == a.json().path("num_recommendations").asInt());
    check(
        "POST",
        "/similar_items",
        "{\"item_id\":\"%s\",\"num_similar\":5}".formatted(knownItem),
        a -> a.status() == OK && a.json().path("similar_items").size() > 0);
  }

  private void events() throws InterruptedException {
    check(
        "POST",
        "/v1/events?wait=applied",
        event(knownItem, "5"),
        a -> a.status() == OK && a.json().path("applied").asBoolean());
    check(
        "GET",
        "/v1/users/" + user + "/recommendations?n=10",
        null,
        a -> a.status() == OK && lacks(a, knownItem));
    check("GET", "/v1/users/" + user, null, a -> a.status() == OK);
  }

  private void catalogue() throws InterruptedException {
    String path = "/v1/items/" + item;
    check("PUT", path, "{\"title\":\"Check\",\"year\":2000,\"genres\":[\"Drama\"]}", Checks::done);
    check("GET", path, null, a -> a.status() == OK && text(a, "title").equals("Check"));
    exploration();
    check("DELETE", path, null, Checks::done);
    check("PUT", "/v1/users/" + user, "{\"age\":30}", Checks::done);
  }

  /** What nobody has rated is there to be tried. */
  private void exploration() throws InterruptedException {
    check(
        "GET",
        "/v1/users/" + user + "/recommendations?exploration=1&filter=" + only(item),
        null,
        a ->
            a.status() == OK
                && itemIds(a).equals(List.of(item))
                && a.json().at("/items/0/placement").asText().equals("explored"));
    check("GET", "/v1/users/" + user + "/recommendations?exploration=2", null, Checks::refused);
  }

  private void models() throws InterruptedException {
    check("GET", "/v1/models", null, a -> a.status() == OK);
  }

  private void pages() throws InterruptedException {
    check("GET", "/", null, a -> a.status() == OK && a.type().startsWith("text/html"));
    check("GET", "/docs", null, a -> a.status() == OK && a.type().startsWith("text/html"));
    check("GET", "/openapi.json", null, a -> a.status() == OK && a.json().has("paths"));
  }

  private void refusals() throws InterruptedException {
    String list = "/v1/users/" + user + "/recommendations?n=";
    for (String n : List.of("0", "-1", "1000000000", "x")) {
      check("GET", list + n, null, Checks::refused);
    }
    check("POST", "/v1/events", "{", a -> a.status() == BAD_REQUEST);
    check("POST", "/v1/events", event(knownItem, "7"), Checks::refused);
    check("POST", "/v1/events", event(knownItem, "\"NaN\""), Checks::refused);
    check("GET", "/v1/items/no-such-item/similar", null, a -> a.status() == NOT_FOUND);
    check(
        "POST",
        "/similar_items",
        "{\"item_id\":\"no-such-item\",\"num_similar\":5}",
        a -> a.status() == NOT_FOUND);
    check("GET", "/no-such-path", null, a -> a.status() == NOT_FOUND);
  }

  private void eraseProbe() throws InterruptedException {
    check("DELETE", "/v1/users/" + user, null, Checks::done);
  }

  private String event(String itemId, String rating) {
    return "{\"userId\":\"%s\",\"itemId\":\"%s\",\"rating\":%s}".formatted(user, itemId, rating);
  }

  private Api.Answer check(String method, String path, @Nullable String body, Rule rule)
      throws InterruptedException {
    long begin = System.nanoTime();
    Api.Answer answer = api.send(method, path, body);
    double millis = (System.nanoTime() - begin) / 1e6;
    boolean ok = rule.holds(answer);
    String shown =
        ok ? "" : " " + answer.text().substring(0, Math.min(160, answer.text().length()));
    outcomes.add(new Outcome(method + " " + shorter(path), ok, answer.status() + shown, millis));
    return answer;
  }

  private String shorter(String path) {
    return path.replace(user, "{probe}").replace(item, "{item}");
  }

  private static boolean done(Api.Answer answer) {
    return answer.status() == OK || answer.status() == NO_CONTENT || answer.status() == ACCEPTED;
  }

  private static boolean refused(Api.Answer answer) {
    return answer.status() == BAD_REQUEST || answer.status() == UNPROCESSABLE;
  }

  private static boolean described(Api.Answer answer) {
    JsonNode json = answer.json();
    return json.hasNonNull("recommendationId")
        && json.hasNonNull("modelVersion")
        && json.has("tookMs")
        && json.path("items").path(0).hasNonNull("score");
  }

  private static boolean lacks(Api.Answer answer, String itemId) {
    for (JsonNode listed : answer.json().path("items")) {
      if (listed.path("itemId").asText().equals(itemId)) {
        return false;
      }
    }
    return true;
  }

  private static String text(Api.Answer answer, String field) {
    return answer.json().path(field).asText();
  }
}
