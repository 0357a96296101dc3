package io.millrace.trainer.evaluation;

import io.millrace.model.feature.FeatureView;
import io.millrace.model.feature.Rating;

/** A state that time and events move on. For one thread. */
public interface MovingView extends FeatureView {
  /** Event time moves on; never back behind the newest event. */
  void advance(long eventTime);

  /** A user rates. */
  void accept(Rating rating);
}
