package io.millrace.recommend.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.model.drift.DriftWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far what comes in and what goes out has moved since a generation began to serve:
 * ratings by value and by their item's popularity, lists by the score of their first item. The
 * reference is the first window after that moment; updates of a generation go on with its own. What
 * is read at start, which may be decades old, is no part of it. Thread-safe.
 */
public final class Drift {
  private static final int DECILES = 10;
  private static final int MOST_HALF_STARS = 10;

  private final DriftWindow values;
  private final DriftWindow popularity;
  private final DriftWindow scores;
  private volatile Map<String, Integer> deciles = Map.of();
  private @Nullable String generation;

  /**
   * Without a reference yet.
   *
   * @param window ratings, or lists, that are compared at once
   */
  public Drift(int window, MeterRegistry meters) {
    this.values = DriftWindow.ofNumbers(window, 1, MOST_HALF_STARS);
    this.popularity = DriftWindow.ofNumbers(window, 1, DECILES);
    this.scores = DriftWindow.ofValues(window);
    measure("rating_value", values, meters);
    measure("item_popularity", popularity, meters);
    measure("score", scores, meters);
  }

  private static void measure(String of, DriftWindow window, MeterRegistry meters) {
    Gauge.builder("millrace.recommend.drift.psi", window, DriftWindow::index)
        .description("Population stability index of the last window against the first")
        .tag("of", of)
        .strongReference(true)
        .register(meters);
  }

  /**
   * A generation serves. If it is not the one before, nor an update of it, its reference begins.
   *
   * @param whole the generation, or the one that it is laid over
   * @param mostPopular the catalogue's items in order of popularity
   */
  public synchronized void serves(String whole, List<String> mostPopular) {
    if (whole.equals(generation)) {
      return;
    }
    generation = whole;
    Map<String, Integer> now = new HashMap<>();
    for (int i = 0; i < mostPopular.size(); i++) {
      now.put(mostPopular.get(i), 1 + i * DECILES / mostPopular.size());
    }
    deciles = Map.copyOf(now);
    values.restart();
    popularity.restart();
    scores.restart();
  }

  /** Somebody has rated. An item that was not there yet is among the least popular. */
  public void rated(String itemId, int halfStars) {
    values.add(halfStars);
    popularity.add(deciles.getOrDefault(itemId, DECILES));
  }

  /** A list was answered whose first item has this score. */
  public void answered(double score) {
    scores.add(score);
  }
}
