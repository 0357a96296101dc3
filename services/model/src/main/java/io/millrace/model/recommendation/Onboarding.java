package io.millrace.model.recommendation;

import io.millrace.model.feature.FeatureView;
import io.millrace.model.reranking.Contender;
import io.millrace.model.reranking.Exploration;
import io.millrace.model.reranking.Slate;
import io.millrace.model.reranking.SlateRules;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.RatingStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items whose ratings tell most of somebody new: known to many, rated differently, and unlike
 * one another. An item is worth {@code log(1 + ratings) * entropy of its ratings} (Rashid et al.
 * 2002, Getting to know you: "log pop * entropy", which asks for what people know and do not agree
 * on); of those worth most each place goes to one that is unlike the genres above it, by maximal
 * marginal relevance.
 *
 * <p>Thread-safe if the view is.
 */
public final class Onboarding {
  /** So many popular items are looked at. */
  private static final int LOOKED_AT = 300;

  /** How much being unlike the rest counts. */
  private static final double DIVERSITY = 0.4;

  /** Variance of what rounding to half stars hides, in half stars. */
  private static final double ROUNDING = 1.0 / 12;

  private final FeatureView view;

  /** Over a view. */
  public Onboarding(FeatureView view) {
    this.view = view;
  }

  /**
   * The items, the one to begin with first.
   *
   * @param query how many, of what; nothing else of it is read
   */
  public List<Item> items(RecommendationQuery query) {
    Eligibility accept = new Eligibility(view, query);
    List<Contender> ranked = new ArrayList<>();
    for (String id : PopularItems.first(view, Math.max(LOOKED_AT, query.count()), accept)) {
      Item item = view.item(id);
      if (item != null) {
        ranked.add(new Contender(item, worth(view.itemFeatures(id)), null));
      }
    }
    ranked.sort(Comparator.comparingDouble(Contender::score).reversed());
    SlateRules rules = new SlateRules(DIVERSITY, List.of(), new Exploration(0, 0));
    Slate slate = new Slate(query.count(), rules, Map.of(), List.of(), ranked);
    slate.fill();
    return slate.finish().stream().map(placed -> placed.contender().item()).toList();
  }

  /**
   * Logarithm of the number of ratings times their entropy in nats, that of a normal distribution
   * of their variance in half stars.
   */
  static double worth(@Nullable ItemFeatures features) {
    RatingStatistics ratings = features == null ? null : features.getAggregates().getRatings();
    if (ratings == null || ratings.getCount() == 0) {
      return 0;
    }
    double n = ratings.getCount();
    double mean = ratings.getSum() / n;
    double variance = Math.max(0, ratings.getSumOfSquares() / n - mean * mean);
    double entropy = Math.log(2 * Math.PI * Math.E * (variance + ROUNDING)) / 2;
    return Math.log1p(n) * entropy;
  }
}
