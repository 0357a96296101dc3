package io.millrace.model.explanation;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.PairContext;
import io.millrace.model.encode.RatingForecast;
import io.millrace.model.encode.SourceRanks;
import io.millrace.model.feature.DecayedCounts;
import io.millrace.model.retrieval.SourceKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What sources and ranker went by when an item came into an answer: the values themselves, not
 * others read later. Immutable; what it tells is worked out when asked.
 *
 * @param pair what the ranker's pair numbers are made from
 * @param following what followers are scored by
 * @param popular whether the item is among the most popular of all
 * @param fresh whether it is shown for being new
 * @param encoder names the ranker's numbers; null without a model
 */
public record Evidence(
    PairContext pair,
    Following following,
    boolean popular,
    boolean fresh,
    @Nullable FeatureEncoder encoder) {
  /**
   * How the source of followers works.
   *
   * @param score of this item there, 0 to 1
   * @param history last items whose followers are looked at
   * @param decay weight of each further item back
   */
  public record Following(double score, int history, double decay) {}

  @Override
  public String toString() {
    return "Evidence[" + pair.itemId() + "]";
  }

  /** At most {@value Reasons#MOST}, the strongest first. */
  public List<Reason> reasons() {
    return new Reasons(this).strongest();
  }

  /** The ranker's pair numbers by name; empty without a model. */
  public Map<String, Float> features() {
    Map<String, Float> features = new LinkedHashMap<>();
    if (encoder != null) {
      float[] values = new float[encoder.pairWidth()];
      encoder.encodePair(pair, values, 0);
      List<String> names = encoder.pairNames();
      for (int i = 0; i < values.length; i++) {
        features.put(names.get(i), values[i]);
      }
    }
    return features;
  }

  /** The sources that proposed the item. */
  public Map<SourceKind, SourceScore> sources() {
    Map<SourceKind, SourceScore> sources = new EnumMap<>(SourceKind.class);
    SourceRanks ranks = pair.ranks();
    put(sources, SourceKind.INDEX, ranks.index(), pair.dot());
    put(sources, SourceKind.TRANSITIONS, ranks.transitions(), following.score());
    put(sources, SourceKind.POPULARITY, ranks.popularity(), monthly());
    put(sources, SourceKind.FRESH, ranks.fresh(), pair.dot());
    return sources;
  }

  private static void put(
      Map<SourceKind, SourceScore> sources, SourceKind source, int rank, double score) {
    if (rank > 0) {
      sources.put(source, new SourceScore(rank, score));
    }
  }

  /** Decayed count of a month. */
  private double monthly() {
    return pair.features() == null
        ? 0
        : DecayedCounts.MONTHLY.at(
            pair.features().getAggregates().getMonthly(), pair.query().now());
  }

  /** What the user would rate the item; null without rating factors. */
  public @Nullable RatingForecast forecast() {
    return pair.liking();
  }
}
