package io.millrace.trainer.protocol.contender;

import io.millrace.trainer.baseline.Baseline;
import io.millrace.trainer.baseline.RatingBaseline;
import io.millrace.trainer.learner.UserHistory;
import java.util.function.LongFunction;

/** How a model is made, and by that what can be asked of it. Immutable. */
sealed interface ModelKind {
  /** Whether training is random, so that seeds matter. */
  boolean random();

  /** Ranks items. */
  sealed interface Ranking extends ModelKind {}

  /** Forecasts ratings. */
  sealed interface Rating extends ModelKind {}

  /**
   * A known recommender.
   *
   * @param made of the seed of what is random in it; not fitted
   */
  record KnownRanking(boolean random, LongFunction<Baseline> made) implements Ranking {}

  /**
   * A known way to forecast ratings.
   *
   * @param made of the seed of what is random in it; not fitted
   */
  record KnownRating(boolean random, LongFunction<RatingBaseline> made) implements Rating {}

  /**
   * The system's towers alone.
   *
   * @param history how they read one
   */
  record Towers(UserHistory history) implements Ranking {
    @Override
    public boolean random() {
      return true;
    }
  }

  /** The system's rating factors alone. */
  record Factors() implements Rating {
    @Override
    public boolean random() {
      return true;
    }
  }

  /** The whole system as configured. */
  record Pipeline() implements Ranking, Rating {
    @Override
    public boolean random() {
      return true;
    }
  }
}
