package io.millrace.trainer.evaluation;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.model.feature.TransitionRow;
import io.millrace.trainer.dataset.FeatureReplay;
import io.millrace.trainer.dataset.Interactions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The state of a moment, for several threads to look at, each with histories of its own. */
public final class FrozenState {
  private final InMemoryFeatures base;
  private final FeatureSettings settings;
  private final List<String> popular;
  private final List<String> fresh;
  private final Map<String, TransitionRow> successors;

  /**
   * As of now.
   *
   * @param base not to be changed from now on
   * @param itemIds all items
   */
  public FrozenState(InMemoryFeatures base, List<String> itemIds, FeatureSettings settings) {
    this.base = base;
    this.settings = settings;
    // The base makes rows when they are first asked for, which is not for several threads.
    this.successors =
        itemIds.stream().collect(Collectors.toUnmodifiableMap(id -> id, base::successors));
    this.popular = List.copyOf(base.popular(itemIds.size()));
    this.fresh = List.copyOf(base.fresh(itemIds.size()));
  }

  /** As of the moment before an event: what all earlier ones come to. */
  public static FrozenState before(Interactions log, int event, FeatureSettings settings) {
    FeatureReplay replay = new FeatureReplay(log, settings);
    replay.playTo(event, (played, before) -> {});
    return new FrozenState(replay.state(), log.itemIds(), settings);
  }

  /** The state itself. */
  InMemoryFeatures base() {
    return base;
  }

  /** All items that may be recommended, most popular first. */
  List<String> popular() {
    return popular;
  }

  /** A view in which histories grow, for one thread. */
  public MovingView view() {
    return viewOf(new Past.Known(base));
  }

  /** The same in which nobody has rated anything: all users are new, with the profile they have. */
  FrozenView withoutHistories() {
    return viewOf(Past.NONE);
  }

  private FrozenView viewOf(Past past) {
    return new FrozenView(base, past, settings, popular, fresh, successors);
  }
}
