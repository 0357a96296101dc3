package io.millrace.model.feature;

import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.Successor;
import io.millrace.schemas.TransitionState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The feature "what follows an item": decayed, lag-discounted counts of its successors.
 *
 * <p>Weights are kept as of a landmark, where an event at time t weighs {@code 2^((t - landmark) /
 * halfLife)} (forward decay), so that an event touches one weight and not all. The landmark moves,
 * and all weights with it, when the newest event is more than {@link #LONGEST_RUN} half-lives ahead
 * of it; a gap counts as at most {@link Decay#LONGEST_GAP} half-lives. When a new successor finds
 * no room, the lightest one gives way.
 *
 * <p>Mutable, for one thread. Arrays, not a map: at 400 successors a scan over their hashes costs
 * less than a map's memory.
 */
public final class TransitionCounts {
  private static final double LONGEST_RUN = 40;
  private static final int FIRST_CAPACITY = 8;

  private final TransitionSettings settings;
  private final String itemId;
  private String[] ids;
  private int[] hashes;
  private double[] weights;
  private int size;
  private long landmark;
  private long asOf;

  private TransitionCounts(TransitionSettings settings, String itemId, int capacity) {
    this.settings = settings;
    this.itemId = itemId;
    this.ids = new String[capacity];
    this.hashes = new int[capacity];
    this.weights = new double[capacity];
  }

  /** No successor yet. */
  public static TransitionCounts empty(TransitionSettings settings, String itemId) {
    return new TransitionCounts(settings, itemId, FIRST_CAPACITY);
  }

  /** The counts that {@link #state} described. */
  public static TransitionCounts restore(TransitionSettings settings, TransitionState state) {
    int size = state.getSuccessors().size();
    TransitionCounts counts =
        new TransitionCounts(settings, state.getItemId(), Math.max(FIRST_CAPACITY, size));
    counts.landmark = state.getLandmark();
    counts.asOf = state.getAsOf();
    for (Successor successor : state.getSuccessors()) {
      counts.append(successor.getItemId(), successor.getWeight());
    }
    return counts;
  }

  /**
   * The item was followed by another.
   *
   * @param lag 1 for the user's very next item, 2 for the one after, ...
   */
  public void add(String successor, int lag, long eventTime) {
    advance(eventTime);
    double weight = Decay.power(settings.decay().halfLives(eventTime, landmark)) / lag;
    int at = find(successor);
    if (at >= 0) {
      weights[at] += weight;
    } else if (size < settings.candidates()) {
      append(successor, weight);
    } else {
      replaceLightest(successor, weight);
    }
  }

  private void advance(long eventTime) {
    if (size == 0) {
      landmark = eventTime;
      asOf = eventTime;
    }
    if (eventTime <= asOf) {
      return;
    }
    double half = settings.decay().halfLifeMillis();
    double excess = (eventTime - asOf) / half - Decay.LONGEST_GAP;
    if (excess > 0) {
      landmark += (long) (excess * half);
    }
    asOf = eventTime;
    if ((asOf - landmark) / half > LONGEST_RUN) {
      scale(Decay.power(settings.decay().halfLives(landmark, asOf)));
      landmark = asOf;
    }
  }

  private void scale(double factor) {
    for (int i = 0; i < size; i++) {
      weights[i] *= factor;
    }
  }

  private int find(String id) {
    int hash = id.hashCode();
    for (int i = 0; i < size; i++) {
      if (hashes[i] == hash && ids[i].equals(id)) {
        return i;
      }
    }
    return -1;
  }

  private void append(String id, double weight) {
    if (size == ids.length) {
      int capacity = Math.max(size + 1, Math.min(settings.candidates(), size * 2));
      ids = Arrays.copyOf(ids, capacity);
      hashes = Arrays.copyOf(hashes, capacity);
      weights = Arrays.copyOf(weights, capacity);
    }
    put(size++, id, weight);
  }

  private void replaceLightest(String id, double weight) {
    int lightest = 0;
    for (int i = 1; i < size; i++) {
      if (weights[i] < weights[lightest]) {
        lightest = i;
      }
    }
    if (weight >= weights[lightest]) {
      put(lightest, id, weight);
    }
  }

  private void put(int at, String id, double weight) {
    ids[at] = id;
    hashes[at] = id.hashCode();
    weights[at] = weight;
  }

  /** The heaviest successors, heaviest first, ties by id, decayed to the newest event. */
  public ItemTransitions published() {
    double factor = Decay.power(settings.decay().halfLives(landmark, asOf));
    List<Successor> successors =
        IntStream.range(0, size)
            .boxed()
            .sorted(
                (a, b) ->
                    weights[a] == weights[b]
                        ? ids[a].compareTo(ids[b])
                        : Double.compare(weights[b], weights[a]))
            .limit(settings.published())
            .map(i -> new Successor(ids[i], weights[i] * factor))
            .toList();
    return new ItemTransitions(itemId, asOf, successors);
  }

  /** Everything that is kept, exactly. */
  public TransitionState state() {
    List<Successor> successors = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      successors.add(new Successor(ids[i], weights[i]));
    }
    return new TransitionState(itemId, landmark, asOf, successors);
  }

  /** Newest event time folded in; 0 before the first. */
  public long asOf() {
    return asOf;
  }

  /** How many successors are kept. */
  public int size() {
    return size;
  }
}
