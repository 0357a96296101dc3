package io.millrace.model.feature;

import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.Successor;
import io.millrace.schemas.TransitionState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.io.Encoder;

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

  /** The counts that {@link #write} wrote. */
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
    int[] heaviest = heaviest(Math.min(size, settings.published()));
    List<Successor> successors = new ArrayList<>(heaviest.length);
    for (int i : heaviest) {
      successors.add(new Successor(ids[i], weights[i] * factor));
    }
    return new ItemTransitions(itemId, asOf, successors);
  }

  /** Places of the n heaviest, heaviest first: a heap with the lightest on top, emptied. */
  private int[] heaviest(int n) {
    int[] heap = new int[n];
    for (int i = 0; i < n; i++) {
      heap[i] = i;
    }
    for (int i = n / 2 - 1; i >= 0; i--) {
      sink(heap, n, i);
    }
    for (int i = n; n > 0 && i < size; i++) {
      if (isHeavier(i, heap[0])) {
        heap[0] = i;
        sink(heap, n, 0);
      }
    }
    for (int last = n - 1; last > 0; last--) {
      int lightest = heap[0];
      heap[0] = heap[last];
      heap[last] = lightest;
      sink(heap, last, 0);
    }
    return heap;
  }

  private void sink(int[] heap, int n, int from) {
    int moving = heap[from];
    int at = from;
    for (int child = 2 * at + 1; child < n; child = 2 * at + 1) {
      if (child + 1 < n && isHeavier(heap[child], heap[child + 1])) {
        child++;
      }
      if (!isHeavier(moving, heap[child])) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moving;
  }

  private boolean isHeavier(int a, int b) {
    return weights[a] == weights[b] ? ids[a].compareTo(ids[b]) < 0 : weights[a] > weights[b];
  }

  /** Everything that is kept, exactly: writes the fields of a {@link TransitionState}. */
  public void write(Encoder out) throws IOException {
    out.writeString(itemId);
    out.writeLong(landmark);
    out.writeLong(asOf);
    out.writeArrayStart();
    out.setItemCount(size);
    for (int i = 0; i < size; i++) {
      out.startItem();
      out.writeString(ids[i]);
      out.writeDouble(weights[i]);
    }
    out.writeArrayEnd();
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
