package io.millrace.trainer.evaluation;

import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.model.feature.ItemOrdinals;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.User;
import org.jspecify.annotations.Nullable;

/** What views of a state have in common: profiles and items as they are there, and a clock. */
abstract sealed class StateView implements MovingView permits FrozenView, RollingView {
  final InMemoryFeatures base;
  private long now;

  StateView(InMemoryFeatures base) {
    this.base = base;
    this.now = base.now();
  }

  @Override
  public void advance(long eventTime) {
    now = eventTime;
  }

  @Override
  public @Nullable User profile(String userId) {
    return base.profile(userId);
  }

  @Override
  public ItemOrdinals ordinals() {
    return base.ordinals();
  }

  @Override
  public @Nullable Item item(String itemId) {
    return base.item(itemId);
  }

  @Override
  public @Nullable Item item(int ordinal) {
    return base.item(ordinal);
  }

  @Override
  public @Nullable ItemFeatures itemFeatures(String itemId) {
    return base.itemFeatures(itemId);
  }

  @Override
  public @Nullable ItemFeatures itemFeatures(int ordinal) {
    return base.itemFeatures(ordinal);
  }

  @Override
  public long now() {
    return now;
  }
}
