package io.millrace.model.retrieval;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.bundle.Facts;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.UserBuckets;
import java.util.List;

/**
 * The user's vector from the live state. Immutable, thread-safe.
 *
 * <p>Input {@code [row of user.table (dim) | history (dim) | user numbers]}; the history is that of
 * the bundle: {@link PooledItems}, or {@link EventSequence} where it holds a recurrence.
 */
public final class UserTower {
  private static final String TEMPERATURE = "retrieval.temperature";
  private static final double DEFAULT_SCALE = 14;

  private final Tower tower;
  private final Tensor users;
  private final ItemTable items;
  private final FeatureEncoder encoder;
  private final double scale;
  private final History history;

  public UserTower(Bundle bundle) {
    this.tower = new Tower(bundle, "user");
    this.users = bundle.tensor("user.table");
    this.items = new ItemTable(bundle);
    this.encoder = bundle.encoder();
    this.scale =
        bundle.has(TEMPERATURE) ? 1 / bundle.tensor(TEMPERATURE).values()[0] : DEFAULT_SCALE;
    this.history =
        EventSequence.isIn(bundle)
            ? new EventSequence(bundle, items)
            : new PooledItems(Facts.of(bundle), items);
    int width = 2 * items.dimension() + encoder.userWidth();
    if (tower.in() != width) {
      throw new BundleFault("user.0.W: must have %d rows, has %d".formatted(width, tower.in()));
    }
  }

  /** What dots are multiplied with to be logits: the inverse of the learned temperature. */
  public double scale() {
    return scale;
  }

  /** Floats per vector. */
  public int dimension() {
    return tower.out();
  }

  /** How many of the user's last items it takes in. */
  public int historyLength() {
    return history.length();
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
    history.encode(state.recent(), x, at + dim);
    encoder.encodeUser(state.aggregates(), state.demographics(), state.now(), x, at + 2 * dim);
  }
}
