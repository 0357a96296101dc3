package io.millrace.recommend.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the service has come.
 *
 * @param stateFraction share of the live state loaded, 0 to 1
 * @param stateCaughtUp whether all that was there at start has been read
 * @param modelsCaughtUp the same for models
 * @param experimentsKnown the same for experiments, or their topics are lacking
 * @param modelServes whether a trained generation serves
 * @param warm whether its own first queries are over
 * @param ending whether it has been told to end
 * @param modelVersion the generation that serves
 * @param items in the catalogue
 * @param users with a state, probes left out
 * @param indexSize items in the index
 * @param lackingTopics topics that do not exist or may not be read, in order
 */
public record Readiness(
    double stateFraction,
    boolean stateCaughtUp,
    boolean modelsCaughtUp,
    boolean experimentsKnown,
    boolean modelServes,
    boolean warm,
    boolean ending,
    String modelVersion,
    int items,
    int users,
    int indexSize,
    List<String> lackingTopics) {
  public Readiness {
    lackingTopics = List.copyOf(lackingTopics);
  }

  /** A model serves, the state has caught up, it is warm, and it stays. */
  public boolean ready() {
    return couldAnswer() && warm && !ending;
  }

  /** A model serves, the state has caught up, and who is in which experiment is known. */
  public boolean couldAnswer() {
    return topicsRead() && modelServes && items > 0;
  }

  private boolean topicsRead() {
    return stateCaughtUp && modelsCaughtUp && experimentsKnown;
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
    facts.put("waitingForTopics", lackingTopics);
    return facts;
  }

  /** What is waited for. */
  public String waitingFor() {
    if (ending) {
      return "its end; others are to be asked";
    }
    if (!topicsRead()) {
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
