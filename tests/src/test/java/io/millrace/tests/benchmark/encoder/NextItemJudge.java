package io.millrace.tests.benchmark.encoder;

import io.millrace.model.vector.Vectors;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.dataset.Interactions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Foretells validation's events, each from its user's earlier ones, among all items that the user
 * has not rated. Rate and epoch are chosen on one half of the users and told of the other, so that
 * choosing flatters nobody. Confined to one thread.
 */
final class NextItemJudge {
  private static final int BATCH = 128;

  private final Interactions log;
  private final Windows windows;
  private final int[] chosenBy;
  private final int[] told;

  /**
   * A judge.
   *
   * @param most predictions of each half, evenly spaced
   * @throws UserFault if a half has none
   */
  NextItemJudge(NextItemData data, Windows windows, int most) {
    this.log = data.log();
    this.windows = windows;
    this.chosenBy = events(data.split(), user -> user % 2 == 0, most);
    this.told = events(data.split(), user -> user % 2 == 1, most);
    if (chosenBy.length == 0 || told.length == 0) {
      throw new UserFault(
          "--data: must have users with a history among the ratings that are newest before P1's"
              + " cut, of even and of odd number, has %d and %d ratings of such"
                  .formatted(chosenBy.length, told.length));
    }
  }

  private int[] events(int from, IntPredicate ofUser, int most) {
    int[] all =
        IntStream.range(from, log.size())
            .filter(event -> log.place(event) > 0 && ofUser.test(log.user(event)))
            .toArray();
    int stride = Math.max(1, Math.ceilDiv(all.length, most));
    return IntStream.range(0, Math.ceilDiv(all.length, stride)).map(i -> all[i * stride]).toArray();
  }

  int predictions() {
    return told.length;
  }

  /** By which rate and epoch are chosen. */
  Ranks choosing(NextItemModel model) {
    return ranks(model, chosenBy);
  }

  /** What is told of a model. */
  Ranks telling(NextItemModel model) {
    return ranks(model, told);
  }

  private Ranks ranks(NextItemModel model, int[] events) {
    float[] items = model.itemVectors();
    int[] ranks = new int[events.length];
    for (int from = 0; from < events.length; from += BATCH) {
      int[] part = Arrays.copyOfRange(events, from, Math.min(events.length, from + BATCH));
      float[] users = encode(model, part);
      for (int i = 0; i < part.length; i++) {
        ranks[from + i] = rank(part[i], users, i, items);
      }
    }
    return new Ranks(Arrays.stream(events).map(log::user).toArray(), ranks);
  }

  private float[] encode(NextItemModel model, int[] events) {
    List<Window> before = Arrays.stream(events).mapToObj(windows::before).toList();
    PaddedWindows padded = windows.pad(before);
    int[] last =
        IntStream.range(0, events.length)
            .map(w -> w * padded.length() + before.get(w).size() - 1)
            .toArray();
    return model.encode(padded, last);
  }

  private int rank(int event, float[] users, int row, float[] items) {
    int dim = items.length / log.itemIds().size();
    BitSet rated = new BitSet();
    for (int place = 0; place < log.place(event); place++) {
      rated.set(log.item(log.eventOf(log.user(event), place)));
    }
    int wanted = log.item(event);
    float score = Vectors.dot(users, row * dim, items, wanted * dim, dim);
    int rank = 1;
    for (int item = 0; item < log.itemIds().size() && rank <= Ranks.TOP; item++) {
      if (item != wanted && !rated.get(item)) {
        // not "at least": a score that is no number must not count as beaten
        rank += Vectors.dot(users, row * dim, items, item * dim, dim) < score ? 0 : 1;
      }
    }
    return rank;
  }
}
