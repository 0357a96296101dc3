package io.millrace.trainer.dataset;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.schemas.TrainingExample;

/**
 * Plays interactions through the feature state machines, so that each can be seen with the state as
 * it stood before it. For one thread.
 */
public final class FeatureReplay {
  private final Interactions interactions;
  private final InMemoryFeatures state;
  private int next;

  /** Told of each interaction after it was folded in. */
  public interface Visitor {
    void visit(int event, TrainingExample before);
  }

  /** At the beginning, with the whole catalogue and all profiles known. */
  public FeatureReplay(Interactions interactions, FeatureSettings settings) {
    this.interactions = interactions;
    this.state = new InMemoryFeatures(settings);
    // In the order of the catalogue, which is what "newest" means among items that nobody has
    // rated.
    interactions.catalogue().forEach(state::putItem);
    interactions.users().values().forEach(state::putUser);
  }

  /** The state between the interactions played and those to come. */
  public InMemoryFeatures state() {
    return state;
  }

  /** The next interaction to be played. */
  public int next() {
    return next;
  }

  /** Plays up to an interaction (exclusive). */
  public void playTo(int end, Visitor visitor) {
    while (next < end) {
      int event = next++;
      state.accept(interactions.rating(event)).ifPresent(before -> visitor.visit(event, before));
    }
  }
}
