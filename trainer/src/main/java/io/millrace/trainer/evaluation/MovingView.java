package io.millrace.trainer.evaluation;

import io.millrace.model.feature.FeatureView;
import io.millrace.model.feature.Rating;

/** A state that time and events move on. For one thread. */
public interface MovingView extends FeatureView {
  /**
   * The moment that is asked about from now on. May lie before the newest event: where each user's
   * last event is predicted (PROTOCOLS P2), that of most is older than others' events, and spans
   * such as that since the user's last event must be what they were then.
   */
  void advance(long eventTime);

  /** A user rates. */
  void accept(Rating rating);
}
