package io.millrace.trainer.evaluation;

import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.RatingStatistics;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Forecasts what the users gave in the events that a replay predicts, while everything stands still
 * but each user's own history: {@link RatingMetrics} of them.
 */
final class SliceRatings {
  /** An item's mean where nobody has rated it, half stars. */
  private static final double UNRATED = 7;

  private final Interactions log;
  private final FrozenState state;
  private final FrozenReplay replay;

  /**
   * Forecasts.
   *
   * @param state as of the moment from which nothing is known
   * @param replay of the events in question
   */
  SliceRatings(Interactions log, FrozenState state, FrozenReplay replay) {
    this.log = log;
    this.state = state;
    this.replay = replay;
  }

  /** What was forecast of an event. */
  private record Forecast(int event, double halfStars) {}

  /**
   * By a generation.
   *
   * @param progress told the number of events done, by any thread, one at a time
   * @return empty where it forecasts no ratings
   */
  Map<String, Double> byGeneration(
      Generation generation, RecommenderSettings settings, IntConsumer progress) {
    if (!SystemRatings.canForecast(generation)) {
      return Map.of();
    }
    return figures(
        replay.play(() -> new Asked(state.view(), generation, settings), progress).stream()
            .flatMap(part -> part.forecasts.stream())
            .sorted(Comparator.comparingInt(Forecast::event))
            .toList());
  }

  /**
   * By each item's mean as it was at the moment of the state; of the events that were predicted.
   */
  Map<String, Double> byItemMeans(Predictions predicted) {
    return figures(
        predicted.all().stream()
            .map(prediction -> new Forecast(prediction.event(), mean(prediction.event())))
            .toList());
  }

  private double mean(int event) {
    ItemFeatures item = state.base().itemFeatures(log.itemIds().get(log.item(event)));
    if (item == null || item.getAggregates().getRatings().getCount() == 0) {
      return UNRATED;
    }
    RatingStatistics stars = item.getAggregates().getRatings();
    return (double) stars.getSum() / stars.getCount();
  }

  private Map<String, Double> figures(List<Forecast> forecasts) {
    RatingMetrics metrics = new RatingMetrics();
    forecasts.forEach(told -> metrics.addRating(told.halfStars(), log.halfStars(told.event())));
    Map<String, Double> figures = new TreeMap<>();
    metrics.into(figures);
    return figures;
  }

  /** A generation that is asked, and what it said. */
  private final class Asked implements FrozenReplay.Visitor {
    private final MovingView view;
    private final SystemRatings ratings;
    private final List<Forecast> forecasts = new ArrayList<>();

    Asked(MovingView view, Generation generation, RecommenderSettings settings) {
      this.view = view;
      this.ratings = new SystemRatings(view, generation, settings);
    }

    @Override
    public void predict(RatedItems history, int event) {
      view.advance(log.time(event));
      String userId = log.userIds().get(history.user());
      String itemId = log.itemIds().get(log.item(event));
      double stars = ratings.stars(userId, List.of(itemId))[0];
      forecasts.add(new Forecast(event, 2 * stars));
    }

    @Override
    public void accept(RatedItems before, int event) {
      view.accept(log.rating(event));
    }
  }
}
