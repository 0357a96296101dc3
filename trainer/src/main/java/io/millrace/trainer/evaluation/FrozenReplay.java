package io.millrace.trainer.evaluation;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RatedItems;
import io.millrace.trainer.evaluation.Predictions.Prediction;
import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Predicts events while everything stands still but each user's own history (PROTOCOLS P1, frozen).
 * So users do not touch one another, and are shared out over threads: what comes out does not
 * depend on their number.
 */
public final class FrozenReplay {
  private final Interactions log;
  private final BitSet known;
  private final BitSet wanted;
  private final Workers workers;

  /**
   * A replay.
   *
   * @param log all events
   * @param known those that histories begin with
   * @param wanted those to be predicted, if there is a history and the item is new to the user
   */
  public FrozenReplay(Interactions log, BitSet known, BitSet wanted, Workers workers) {
    this.log = log;
    this.known = known;
    this.wanted = wanted;
    this.workers = workers;
  }

  /**
   * Predicts.
   *
   * @param forecasters one for each thread's part
   * @param progress told the number of events done, by any thread, one at a time
   */
  public Predictions run(Supplier<Forecaster> forecasters, IntConsumer progress) {
    List<Asked> parts = play(() -> new Asked(log, forecasters.get(), new ArrayList<>()), progress);
    return Predictions.joined(parts.stream().map(Asked::predictions).toList());
  }

  /**
   * Plays the events of all users with something to predict.
   *
   * @param visitors one for each thread's part
   * @param progress as for {@link #run}
   * @return the visitors
   */
  <V extends Visitor> List<V> play(Supplier<V> visitors, IntConsumer progress) {
    AtomicInteger done = new AtomicInteger();
    return new UserShares(users(), workers)
        .play(
            visitors,
            (visitor, user) -> {
              int wantedOfUser = new OneUser(user, visitor).play();
              synchronized (progress) {
                progress.accept(done.addAndGet(wantedOfUser));
              }
            });
  }

  /** Goes along with users, one after the other. For one thread. */
  interface Visitor {
    /**
     * An event is to be predicted.
     *
     * @param history the user's, not empty
     * @param event of an item that is not in it
     */
    void predict(RatedItems history, int event);

    /** An event that was not known happens; see {@link Forecaster#accept}. */
    void accept(RatedItems before, int event);
  }

  /** A forecaster that is asked, and what it said. */
  private record Asked(Interactions log, Forecaster forecaster, List<Prediction> predictions)
      implements Visitor {
    @Override
    public void predict(RatedItems history, int event) {
      Ranking ranking = forecaster.rank(history, log.time(event));
      predictions.add(Prediction.of(event, log.item(event), ranking));
    }

    @Override
    public void accept(RatedItems before, int event) {
      forecaster.accept(before, event);
    }
  }

  /** Users with something to predict. */
  private int[] users() {
    BitSet users = new BitSet();
    wanted.stream().forEach(event -> users.set(log.user(event)));
    return users.stream().toArray();
  }

  /** A user's way through their events. */
  private final class OneUser {
    private final RatedItems history;
    private final Visitor visitor;

    OneUser(int user, Visitor visitor) {
      this.history = new RatedItems(user);
      this.visitor = visitor;
    }

    /** How many events were wanted. */
    int play() {
      int done = 0;
      for (int place = 0; place < log.ratingsOf(history.user()); place++) {
        int event = log.eventOf(history.user(), place);
        if (wanted.get(event)) {
          done++;
          predict(event);
        }
        if (!known.get(event)) {
          visitor.accept(history, event);
        }
        history.add(log.item(event));
      }
      return done;
    }

    private void predict(int event) {
      if (history.size() > 0 && !history.contains(log.item(event))) {
        visitor.predict(history, event);
      }
    }
  }
}
