package io.millrace.trainer.evaluation;

import io.millrace.model.feature.FeatureView.RatingVisitor;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.schemas.UserFeatures;
import io.millrace.schemas.UserItem;
import org.jspecify.annotations.Nullable;

/** What users did before a view begins; nobody's profile. */
interface Past {
  /** Nothing: every user is new. */
  Past NONE = new None();

  /** The user's state, or null if there is none. */
  @Nullable UserFeatures user(String userId);

  /** The user's rating of an item, or null if there is none. */
  @Nullable UserItem userItem(String userId, String itemId);

  /** Tells of every rating of the user. */
  void ratings(String userId, RatingVisitor visitor);

  /** What a state knows; it is not to be changed. */
  record Known(InMemoryFeatures state) implements Past {
    @Override
    public @Nullable UserFeatures user(String userId) {
      return state.user(userId);
    }

    @Override
    public @Nullable UserItem userItem(String userId, String itemId) {
      return state.userItem(userId, itemId);
    }

    @Override
    public void ratings(String userId, RatingVisitor visitor) {
      state.ratings(userId, visitor);
    }
  }

  /** {@link #NONE}. */
  record None() implements Past {
    @Override
    public @Nullable UserFeatures user(String userId) {
      return null;
    }

    @Override
    public @Nullable UserItem userItem(String userId, String itemId) {
      return null;
    }

    @Override
    public void ratings(String userId, RatingVisitor visitor) {}
  }
}
