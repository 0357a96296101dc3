package io.millrace.model.retrieval;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.bundle.Facts;
import io.millrace.model.encode.EventSignals;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.RecentItem;
import io.millrace.model.network.RecurrentLayer;
import io.millrace.schemas.RatedItem;
import java.util.List;

/**
 * The state of a recurrence over the last events in order (GRU4Rec; Hidasi et al. 2016). Input of a
 * step: {@code [row of the item table | item numbers | event signals]}. The states of the last
 * histories are remembered: a user asks more often than they rate.
 */
final class EventSequence implements History {
  private static final String NAME = "user.gru";

  private final int length;
  private final ItemTable items;
  private final FeatureEncoder encoder;
  private final RecurrentLayer recurrence;
  private final KnownStates known = new KnownStates();
  private final ThreadLocal<float[]> inputs;

  EventSequence(Bundle bundle, ItemTable items) {
    this.length = Facts.of(bundle).historyLength();
    this.items = items;
    this.encoder = bundle.encoder();
    this.recurrence =
        new RecurrentLayer(
            bundle.tensor(NAME + ".W"), bundle.tensor(NAME + ".U"), bundle.tensor(NAME + ".b"));
    int in = items.dimension() + encoder.itemWidth() + EventSignals.WIDTH;
    if (recurrence.in() != in || recurrence.width() != items.dimension()) {
      throw new BundleFault(
          "%s.W: must be %d x %d, is %d x %d"
              .formatted(NAME, in, 3 * items.dimension(), recurrence.in(), 3 * recurrence.width()));
    }
    this.inputs = ThreadLocal.withInitial(() -> new float[length * in]);
  }

  /** Whether a bundle has one. */
  static boolean isIn(Bundle bundle) {
    return bundle.has(NAME + ".W");
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void encode(List<RecentItem> recent, float[] x, int at) {
    int steps = Math.min(length, recent.size());
    long history = HistoryHash.of(recent, steps);
    float[] state = known.get(history);
    if (state == null) {
      state = new float[recurrence.width()];
      recurrence.apply(steps, inputs(recent, steps), state, 0);
      known.put(history, state);
    }
    System.arraycopy(state, 0, x, at, state.length);
  }

  private float[] inputs(List<RecentItem> recent, int steps) {
    float[] x = inputs.get();
    long before = -1;
    for (int step = 0; step < steps; step++) {
      RecentItem event = recent.get(steps - 1 - step);
      long time = event.rating().getTimestamp();
      long gap = step == 0 ? -1 : Math.max(0, time - before);
      encodeEvent(event, gap, x, step * recurrence.in());
      before = time;
    }
    return x;
  }

  private void encodeEvent(RecentItem event, long gap, float[] x, int at) {
    RatedItem rating = event.rating();
    int dim = items.dimension();
    items.copy(items.row(rating.getItemId()), x, at);
    encoder.encodeItem(event.item(), x, at + dim);
    EventSignals.encode(rating.getHalfStars(), gap, x, at + dim + encoder.itemWidth());
  }
}
