package io.millrace.model.retrieval;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.bundle.Facts;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.RecentItem;
import io.millrace.model.encode.UserBuckets;
import java.util.Arrays;
import java.util.List;

/**
 * The user's vector from the live state. Immutable, thread-safe.
 *
 * <p>Input {@code [row of user.table (dim) | pooled history (dim) | user numbers]}; the history is
 * {@code sum w_k row_k / sum w_k} over the last {@code history_length} items, newest first, {@code
 * w_k = history_decay^k}, items without a row left out; zeros if none has one.
 */
public final class UserTower {
  private final Tower tower;
  private final Tensor users;
  private final ItemTable items;
  private final FeatureEncoder encoder;
  private final Facts facts;

  public UserTower(Bundle bundle) {
    this.tower = new Tower(bundle, "user");
    this.users = bundle.tensor("user.table");
    this.items = new ItemTable(bundle);
    this.encoder = bundle.encoder();
    this.facts = Facts.of(bundle);
    int width = 2 * items.dimension() + encoder.userWidth();
    if (tower.in() != width) {
      throw new BundleFault("user.0.W: must have %d rows, has %d".formatted(width, tower.in()));
    }
  }

  /** Floats per vector. */
  public int dimension() {
    return tower.out();
  }

  /** How many of the user's last items it pools. */
  public int historyLength() {
    return facts.historyLength();
  }

  /** The user's unit vector; of a user without state too. */
  public float[] embed(QueryState state) {
    return embedAll(List.of(state))[0];
  }

  /** The unit vectors of many users, in order. */
  public float[][] embedAll(List<QueryState> states) {
    return tower.apply(states.size(), (row, x, at) -> encode(states.get(row), x, at));
  }

  private void encode(QueryState state, float[] x, int at) {
    int dim = items.dimension();
    int row = UserBuckets.row(state.userId(), users.rows() - 1);
    System.arraycopy(users.values(), row * dim, x, at, dim);
    pool(state.recent(), x, at + dim);
    encoder.encodeUser(state.aggregates(), state.demographics(), state.now(), x, at + 2 * dim);
  }

  private void pool(List<RecentItem> recent, float[] x, int at) {
    int dim = items.dimension();
    Arrays.fill(x, at, at + dim, 0f);
    double total = 0;
    for (int k = 0; k < Math.min(facts.historyLength(), recent.size()); k++) {
      int row = items.row(recent.get(k).rating().getItemId());
      if (row > 0) {
        double weight = Math.pow(facts.historyDecay(), k);
        items.add(row, weight, x, at);
        total += weight;
      }
    }
    for (int i = at; total > 0 && i < at + dim; i++) {
      x[i] = (float) (x[i] / total);
    }
  }
}
