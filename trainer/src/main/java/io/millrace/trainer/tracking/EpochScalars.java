package io.millrace.trainer.tracking;

import io.millrace.trainer.run.EpochLog;
import java.util.Map;
import java.util.TreeMap;

/** The numbers of an epoch by the names that curves carry. Pure. */
public final class EpochScalars {
  private EpochScalars() {}

  /** Such as {@code candidate/retrieval/loss}; only what the epoch has. */
  public static Map<String, Double> of(EpochLog line) {
    Map<String, Double> values = new TreeMap<>();
    values.put("loss", line.loss());
    values.put("rating_loss", line.ratingLoss());
    values.put("click_loss", line.clickLoss());
    values.put("full_ndcg@10", line.fullNdcg());
    values.put("sampled_ndcg@10", line.sampledNdcg());
    values.put("learning_rate", line.rate());
    values.values().removeIf(value -> Double.isNaN(value));
    Map<String, Double> named = new TreeMap<>();
    values.forEach((name, value) -> named.put(curve(line, name), value));
    return named;
  }

  private static String curve(EpochLog line, String name) {
    return line.fit() + "/" + line.phase() + "/" + name;
  }
}
