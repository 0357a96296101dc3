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
    AtomicInteger done = new AtomicInteger();
    List<Part> parts =
        new UserShares(users(), workers)
            .play(
                () -> new Part(forecasters.get(), new ArrayList<>()),
                (part, user) -> {
                  int predicted = new OneUser(user, part).play();
                  synchronized (progress) {
                    progress.accept(done.addAndGet(predicted));
                  }
                });
    return Predictions.joined(parts.stream().map(Part::predictions).toList());
  }

  /** What one thread at a time works on. */
  private record Part(Forecaster forecaster, List<Prediction> predictions) {}

  /** Users with something to predict. */
  private int[] users() {
    BitSet users = new BitSet();
    wanted.stream().forEach(event -> users.set(log.user(event)));
    return users.stream().toArray();
  }

  /** A user's way through their events. */
  private final class OneUser {
    private final RatedItems history;
    private final Part part;
    private int done;

    OneUser(int user, Part part) {
      this.history = new RatedItems(user);
      this.part = part;
    }

    int play() {
      for (int place = 0; place < log.ratingsOf(history.user()); place++) {
        int event = log.eventOf(history.user(), place);
        if (wanted.get(event)) {
          predict(event);
        }
        if (!known.get(event)) {
          part.forecaster().accept(history, event);
        }
        history.add(log.item(event));
      }
      return done;
    }

    private void predict(int event) {
      done++;
      int item = log.item(event);
      if (history.size() > 0 && !history.contains(item)) {
        Ranking ranking = part.forecaster().rank(history, log.time(event));
        part.predictions().add(Prediction.of(event, item, ranking));
      }
    }
  }
}
