package io.millrace.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.standalone.check.Api;
import java.util.ArrayList;
import java.util.List;

/**
 * A user's last ratings and what is recommended.
 *
 * @param history newest first
 */
record SampleUser(String userId, List<Rated> history, List<Recommended> recommendations) {
  /** A rating. */
  record Rated(String itemId, String title, double rating, long timestamp) {}

  /** A recommendation. */
  record Recommended(String itemId, String title, double score) {}

  /** Asks for the user's recommendations. */
  static SampleUser ask(Api api, String userId, List<Rated> history) throws InterruptedException {
    List<Recommended> recommendations = new ArrayList<>();
    JsonNode answer = api.get("/v1/users/" + Api.encoded(userId) + "/recommendations?n=10").json();
    for (JsonNode item : answer.path("items")) {
      recommendations.add(
          new Recommended(
              item.path("itemId").asText(),
              item.path("title").asText(""),
              item.path("score").asDouble()));
    }
    return new SampleUser(userId, history, recommendations);
  }

  ObjectNode json(ObjectMapper mapper) {
    ObjectNode node = mapper.createObjectNode().put("userId", userId);
    ArrayNode past = node.putArray("history");
    history.forEach(
        rated ->
            past.addObject()
                .put("itemId", rated.itemId())
                .put("title", rated.title())
                .put("rating", rated.rating())
                .put("timestamp", rated.timestamp()));
    ArrayNode list = node.putArray("recommendations");
    recommendations.forEach(
        item ->
            list.addObject()
                .put("itemId", item.itemId())
                .put("title", item.title())
                .put("score", item.score()));
    return node;
  }
}
