package io.millrace.model.bundle;

import java.util.Map;

/**
 * The facts of a bundle that inference reads.
 *
 * @param historyLength rated items that the user tower pools, key {@code history_length}, default
 *     10
 * @param historyDecay weight of each further item, key {@code history_decay}, default 0.8
 */
public record Facts(int historyLength, double historyDecay) {
  public static final String HISTORY_LENGTH = "history_length";
  public static final String HISTORY_DECAY = "history_decay";

  public Facts {
    if (historyLength < 0) {
      throw new IllegalArgumentException(
          "history_length: must be at least 0, was " + historyLength);
    }
    if (!(historyDecay > 0 && historyDecay <= 1)) {
      throw new IllegalArgumentException(
          "history_decay: must be above 0 and at most 1, was " + historyDecay);
    }
  }

  /** Reads the facts of a bundle. */
  public static Facts of(Bundle bundle) {
    Map<String, String> facts = bundle.facts();
    return new Facts(
        Integer.parseInt(facts.getOrDefault(HISTORY_LENGTH, "10")),
        Double.parseDouble(facts.getOrDefault(HISTORY_DECAY, "0.8")));
  }

  /** The facts as a bundle keeps them. */
  public Map<String, String> toMap() {
    return Map.of(
        HISTORY_LENGTH, Integer.toString(historyLength),
        HISTORY_DECAY, Double.toString(historyDecay));
  }
}
