package io.millrace.trainer.evaluation;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.model.feature.Rating;
import io.millrace.model.feature.TransitionRow;
import io.millrace.model.feature.UserStateMachine;
import io.millrace.model.feature.UserStep;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import io.millrace.schemas.UserFeatures;
import io.millrace.schemas.UserItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A state that stands still at one moment but for the histories of some users, which grow. Several
 * may share one base as long as nobody changes it. For one thread each.
 */
final class FrozenView extends StateView {
  private final Past past;
  private final UserStateMachine machine;
  private final List<String> popular;
  private final List<String> fresh;
  private final Map<String, TransitionRow> successors;
  private final Map<String, UserFeatures> states = new HashMap<>();
  private final Map<String, Map<String, UserItem>> rated = new HashMap<>();
  private final Map<String, String> introduced = new HashMap<>();

  /**
   * Over a base.
   *
   * @param past what users have done before
   * @param popular the base's ranking, all of it
   * @param fresh the base's fresh items, all of them
   * @param successors the base's rows, all of them
   */
  FrozenView(
      InMemoryFeatures base,
      Past past,
      FeatureSettings settings,
      List<String> popular,
      List<String> fresh,
      Map<String, TransitionRow> successors) {
    super(base);
    this.past = past;
    this.machine = new UserStateMachine(settings);
    this.popular = popular;
    this.fresh = fresh;
    this.successors = successors;
  }

  /** A user rates: their state grows, nothing else does. */
  @Override
  public void accept(Rating rating) {
    Item item = base.item(rating.itemId());
    UserStep step =
        machine.rate(
            state(rating.userId()),
            userItem(rating.userId(), rating.itemId()),
            rating,
            item == null ? List.of() : item.getGenres());
    states.put(rating.userId(), step.state());
    rated
        .computeIfAbsent(rating.userId(), id -> new HashMap<>())
        .put(rating.itemId(), step.userItem());
  }

  /** What the user has done since the view began did not happen. */
  void forget(String userId) {
    states.remove(userId);
    rated.remove(userId);
  }

  /** A user whom nobody knows has the profile of one who is known, and nothing else of theirs. */
  void introduce(String newId, String userId) {
    introduced.put(newId, userId);
  }

  @Override
  public @Nullable User profile(String userId) {
    return base.profile(introduced.getOrDefault(userId, userId));
  }

  private @Nullable UserFeatures state(String userId) {
    UserFeatures own = states.get(userId);
    if (own != null) {
      return own;
    }
    UserFeatures before = past.user(userId);
    User profile = profile(userId);
    return before == null && profile != null
        ? machine.profile(null, userId, profile.getDemographics())
        : before;
  }

  private @Nullable UserItem userItem(String userId, String itemId) {
    Map<String, UserItem> own = rated.get(userId);
    UserItem found = own == null ? null : own.get(itemId);
    return found != null ? found : past.userItem(userId, itemId);
  }

  @Override
  public @Nullable UserFeatures user(String userId) {
    UserFeatures own = states.get(userId);
    return own != null ? own : past.user(userId);
  }

  @Override
  public void ratings(String userId, RatingVisitor visitor) {
    Map<String, UserItem> own = rated.getOrDefault(userId, Map.of());
    past.ratings(
        userId,
        (itemId, halfStars) -> {
          if (!own.containsKey(itemId)) {
            visitor.rated(itemId, halfStars);
          }
        });
    own.values().forEach(row -> visitor.rated(row.getItemId(), row.getHalfStars()));
  }

  @Override
  public TransitionRow successors(String itemId) {
    return successors.getOrDefault(itemId, TransitionRow.EMPTY);
  }

  @Override
  public List<String> popular(int n) {
    return popular.subList(0, Math.min(n, popular.size()));
  }

  @Override
  public List<String> fresh(int n) {
    return fresh.subList(0, Math.min(n, fresh.size()));
  }
}
