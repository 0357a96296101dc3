package io.millrace.trainer.evaluation;

import java.util.Map;

/**
 * What was measured; keys like {@code ndcg@10}.
 *
 * @param model the generation judged
 * @param popularity the same lists filled by popularity alone
 */
public record Evaluation(Map<String, Double> model, Map<String, Double> popularity) {
  public Evaluation {
    model = Map.copyOf(model);
    popularity = Map.copyOf(popularity);
  }
}
