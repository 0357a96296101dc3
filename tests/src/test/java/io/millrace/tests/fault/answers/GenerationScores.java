package io.millrace.tests.fault.answers;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.tests.rig.ServiceClient.Answer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Knows an answer that mixes generations by its numbers. Of an item that the index proposed to a
 * session, an explained answer tells the dot product of the session's vector and the item's: both
 * are the generation's own. So under one generation's name an item has one score, at all times and
 * on every instance, whatever happens to counts and clocks meanwhile; {@link Question#session} says
 * why. What is wrong in the same way in every answer it does not see. Thread-safe.
 */
final class GenerationScores {
  /** Far above what sums in another order differ by, far below what two trainings do. */
  private static final double TOLERANCE = 1e-4;

  private record Place(String session, String generation, String itemId) {}

  private final Map<Place, Double> told = new ConcurrentHashMap<>();
  private final AtomicLong compared = new AtomicLong();

  /**
   * Holds a session's answer against those before.
   *
   * @return what contradicts them, in words; empty if nothing does
   */
  String contradiction(String session, Answer answer) {
    String generation = answer.body().path("modelVersion").asText();
    for (JsonNode item : answer.body().path("items")) {
      JsonNode score = item.path("explanation").path("sources").path("index").path("score");
      if (score.isNumber()) {
        String itemId = item.path("itemId").asText();
        Double before = told.putIfAbsent(new Place(session, generation, itemId), score.asDouble());
        if (before != null && differ(before, score.asDouble())) {
          return "%s scores item %s %s, and before %s"
              .formatted(generation, itemId, score.asDouble(), before);
        }
      }
    }
    return "";
  }

  private boolean differ(double before, double now) {
    compared.incrementAndGet();
    return !(Math.abs(before - now) <= TOLERANCE);
  }

  /** How many scores were held against one told before. */
  long compared() {
    return compared.get();
  }
}
