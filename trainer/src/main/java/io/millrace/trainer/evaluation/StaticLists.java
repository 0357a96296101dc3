package io.millrace.trainer.evaluation;

import io.millrace.model.feature.HalfStars;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * One list for each user as of the moment a slice of the events begins (PROTOCOLS P3): relevant is
 * what the user then rates 4 stars or more and had not rated before; who rates nothing such gets no
 * list. Users are shared out over threads: what comes out does not depend on their number.
 */
public final class StaticLists {
  private static final int[] CUTOFFS = {5, 10, 20, 50};
  private static final int DEPTH = CUTOFFS[CUTOFFS.length - 1];

  private final Interactions log;
  private final int from;
  private final Workers workers;
  private final SortedMap<Integer, BitSet> relevant = new TreeMap<>();

  /**
   * A user's list.
   *
   * @param relevant ordinals; not to be changed
   * @param ranks of these items in the same order, 1 is best
   * @param top ordinals of the first 50 items, best first, or of all there are; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record UserList(int user, BitSet relevant, int[] ranks, int[] top) {
    private static UserList of(int user, BitSet relevant, Ranking ranking) {
      int[] ranks = relevant.stream().map(ranking::rankOf).toArray();
      return new UserList(user, relevant, ranks, ranking.top(DEPTH));
    }
  }

  /**
   * Lists to be made.
   *
   * @param from first event of the slice, above 0
   */
  public StaticLists(Interactions log, int from, Workers workers) {
    this.log = log;
    this.from = from;
    this.workers = workers;
    for (int user = 0; user < log.userIds().size(); user++) {
      BitSet liked = liked(user);
      if (!liked.isEmpty()) {
        relevant.put(user, liked);
      }
    }
  }

  /** How many there are. */
  public int size() {
    return relevant.size();
  }

  /** When they are made: the time of the newest event before the slice. */
  public long moment() {
    return log.time(from - 1);
  }

  /**
   * Makes them.
   *
   * @param forecasters one for each thread's part
   * @param progress told the number of lists done, by any thread, one at a time
   * @return in the order of the users
   */
  public List<UserList> of(Supplier<Forecaster> forecasters, IntConsumer progress) {
    AtomicInteger done = new AtomicInteger();
    int[] users = relevant.keySet().stream().mapToInt(user -> user).toArray();
    return new UserShares(users, workers)
            .play(
                () -> new Part(forecasters.get()),
                (part, user) -> {
                  part.list(user);
                  synchronized (progress) {
                    progress.accept(done.incrementAndGet());
                  }
                })
            .stream()
            .flatMap(part -> part.lists.stream())
            .sorted(Comparator.comparingInt(UserList::user))
            .toList();
  }

  /** Their {@link ListMetrics} at 5 to 50. */
  public Map<String, Double> metrics(List<UserList> lists) {
    ListMetrics metrics = new ListMetrics(CUTOFFS, Predictions.TOP, ItemGenres.of(log));
    lists.forEach(list -> metrics.add(list.top(), list.relevant()));
    return metrics.means();
  }

  private RatedItems history(int user) {
    RatedItems history = new RatedItems(user);
    for (int place = 0; place < log.ratingsOf(user); place++) {
      int event = log.eventOf(user, place);
      if (event < from) {
        history.add(log.item(event));
      }
    }
    return history;
  }

  /** What the user likes in the slice and had not rated before. */
  private BitSet liked(int user) {
    RatedItems before = history(user);
    BitSet liked = new BitSet();
    for (int place = before.size(); place < log.ratingsOf(user); place++) {
      int event = log.eventOf(user, place);
      int item = log.item(event);
      if (log.halfStars(event) >= HalfStars.LIKED && !before.contains(item)) {
        liked.set(item);
      }
    }
    return liked;
  }

  /** What one thread at a time works on. */
  private final class Part {
    private final Forecaster forecaster;
    private final List<UserList> lists = new ArrayList<>();

    Part(Forecaster forecaster) {
      this.forecaster = forecaster;
    }

    void list(int user) {
      Ranking ranking = forecaster.rank(history(user), moment());
      lists.add(UserList.of(user, relevant.getOrDefault(user, new BitSet()), ranking));
    }
  }
}
