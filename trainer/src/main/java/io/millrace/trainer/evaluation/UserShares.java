package io.millrace.trainer.evaluation;

import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/**
 * Users shared out over threads, in more parts than threads, so that one with long histories holds
 * up nobody. Users must not touch one another: then what comes out does not depend on the threads.
 */
public final class UserShares {
  private static final int PARTS_PER_THREAD = 8;

  private final int[] users;
  private final Workers workers;

  /**
   * Shares.
   *
   * @param users ordinals, each once; not to be changed
   */
  public UserShares(int[] users, Workers workers) {
    this.users = users;
    this.workers = workers;
  }

  /**
   * Plays every user; returns when all are done.
   *
   * @param parts makes what one thread at a time works on
   * @param player told a part and one of its users
   * @return the parts, in order
   */
  public <P> List<P> play(Supplier<P> parts, ObjIntConsumer<P> player) {
    List<P> all = new ArrayList<>();
    List<Runnable> tasks = new ArrayList<>();
    int stride = Math.clamp(users.length, 1, workers.threads() * PARTS_PER_THREAD);
    for (int offset = 0; offset < stride; offset++) {
      int first = offset;
      P part = parts.get();
      all.add(part);
      tasks.add(
          () -> {
            for (int k = first; k < users.length; k += stride) {
              player.accept(part, users[k]);
            }
          });
    }
    workers.runAll(tasks);
    return all;
  }
}
