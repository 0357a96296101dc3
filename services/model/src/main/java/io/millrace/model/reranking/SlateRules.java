package io.millrace.model.reranking;

import java.util.List;

/**
 * How a list is made.
 *
 * @param diversity 0 to 1: 0 goes by score alone, 1 by being unlike the rest alone
 * @param caps how many items may share a value
 * @param exploration which places are for items to be tried
 */
public record SlateRules(double diversity, List<Cap> caps, Exploration exploration) {
  public SlateRules {
    caps = List.copyOf(caps);
    if (!(diversity >= 0 && diversity <= 1)) {
      throw new IllegalArgumentException("diversity: must be between 0 and 1, was " + diversity);
    }
  }
}
