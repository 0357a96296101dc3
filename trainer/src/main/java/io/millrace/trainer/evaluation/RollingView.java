package io.millrace.trainer.evaluation;

import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.model.feature.Rating;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.User;
import io.millrace.schemas.UserFeatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole state as it moves with every event, as that of a serving replica does. */
public final class RollingView implements MovingView {
  private final InMemoryFeatures state;
  private long now;

  /** Over a state that this view changes. */
  public RollingView(InMemoryFeatures state) {
    this.state = state;
    this.now = state.now();
  }

  @Override
  public void advance(long eventTime) {
    now = Math.max(state.now(), eventTime);
  }

  @Override
  public void accept(Rating rating) {
    state.accept(rating);
    now = Math.max(now, state.now());
  }

  @Override
  public @Nullable UserFeatures user(String userId) {
    return state.user(userId);
  }

  @Override
  public @Nullable User profile(String userId) {
    return state.profile(userId);
  }

  @Override
  public boolean hasRated(String userId, String itemId) {
    return state.hasRated(userId, itemId);
  }

  @Override
  public @Nullable Item item(String itemId) {
    return state.item(itemId);
  }

  @Override
  public @Nullable ItemFeatures itemFeatures(String itemId) {
    return state.itemFeatures(itemId);
  }

  @Override
  public @Nullable ItemTransitions transitions(String itemId) {
    return state.transitions(itemId);
  }

  @Override
  public List<String> popular(int n) {
    return state.popular(n);
  }

  @Override
  public long now() {
    return now;
  }
}
