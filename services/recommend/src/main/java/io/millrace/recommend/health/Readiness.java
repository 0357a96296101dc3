package io.millrace.recommend.health;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far the service has come.
 *
 * @param stateFraction share of the live state loaded, 0 to 1
 * @param stateCaughtUp whether all that was there at start has been read
 * @param modelsCaughtUp the same for models
 * @param modelServes whether a trained generation serves
 * @param warm whether its own first queries are over
 * @param ending whether it has been told to end
 * @param modelVersion the generation that serves
 * @param items in the catalogue
 * @param users with a state, probes left out
 * @param indexSize items in the index
 */
public record Readiness(
    double stateFraction,
    boolean stateCaughtUp,
    boolean modelsCaughtUp,
    boolean modelServes,
    boolean warm,
    boolean ending,
    String modelVersion,
    int items,
    int users,
    int indexSize) {
  /** A model serves, the state has caught up, it is warm, and it stays. */
  public boolean ready() {
    return couldAnswer() && warm && !ending;
  }

  /** A model serves and the state has caught up. */
  public boolean couldAnswer() {
    return stateCaughtUp && modelsCaughtUp && modelServes && items > 0;
  }

  /** In a word. */
  private String status() {
    if (ending) {
      return "ending";
    }
    return ready() ? "ready" : "loading";
  }

  /** For the health page. */
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("status", status());
    facts.put("fractionLoaded", Math.floor(stateFraction * 10_000) / 10_000);
    facts.put("stateCaughtUp", stateCaughtUp);
    facts.put("modelServes", modelServes);
    facts.put("modelVersion", modelVersion);
    facts.put("items", items);
    facts.put("users", users);
    facts.put("indexSize", indexSize);
    return facts;
  }

  /** What is waited for. */
  public String waitingFor() {
    if (ending) {
      return "its end; others are to be asked";
    }
    if (!stateCaughtUp || !modelsCaughtUp) {
      return "the topics to be read";
    }
    if (items == 0) {
      return "a catalogue";
    }
    if (!modelServes) {
      return "a trained model; answers are given without one";
    }
    return warm ? "nothing" : "its first queries, which it asks itself";
  }
}
