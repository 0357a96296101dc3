package io.millrace.tests.fault.answers;

import io.millrace.tests.rig.ServiceClient;
import io.millrace.tests.rig.ServiceClient.Answer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request for recommendations.
 *
 * @param path to ask at
 * @param session the body that is posted; null for a user's list
 */
record Question(String path, @Nullable String session) {
  /** 2100-01-01, after every clock's now: a rating of then has no age, so none that grows. */
  private static final long LATER = 4_102_444_800_000L;

  /** What a user is recommended. */
  static Question user(String userId, int items) {
    return new Question("/v1/users/%s/recommendations?n=%d".formatted(userId, items), null);
  }

  /**
   * What somebody is recommended who liked these, explained. Their vector depends on the generation
   * and on nothing that changes: neither on counts, as a user's of the stream does, nor on the
   * time.
   */
  static Question session(List<String> itemIds, int items) {
    String history = itemIds.stream().map(Question::liked).collect(Collectors.joining(","));
    return new Question(
        "/v1/recommendations",
        "{\"history\":[%s],\"n\":%d,\"explain\":true}".formatted(history, items));
  }

  private static String liked(String itemId) {
    return "{\"itemId\":\"%s\",\"rating\":5,\"timestamp\":%d}".formatted(itemId, LATER);
  }

  Answer ask(ServiceClient client) throws InterruptedException {
    return session == null ? client.get(path) : client.post(path, session);
  }
}
