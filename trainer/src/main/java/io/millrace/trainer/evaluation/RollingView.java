package io.millrace.trainer.evaluation;

import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.model.feature.Rating;
import io.millrace.model.feature.TransitionRow;
import io.millrace.schemas.UserFeatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole state as it moves with every event, as that of a serving replica does. */
public final class RollingView extends StateView {
  /** Over a state that this view changes. */
  public RollingView(InMemoryFeatures state) {
    super(state);
  }

  @Override
  public void accept(Rating rating) {
    base.accept(rating);
    advance(Math.max(now(), base.now()));
  }

  @Override
  public @Nullable UserFeatures user(String userId) {
    return base.user(userId);
  }

  @Override
  public void ratings(String userId, RatingVisitor visitor) {
    base.ratings(userId, visitor);
  }

  @Override
  public TransitionRow successors(String itemId) {
    return base.successors(itemId);
  }

  @Override
  public List<String> popular(int n) {
    return base.popular(n);
  }

  @Override
  public List<String> fresh(int n) {
    return base.fresh(n);
  }
}
