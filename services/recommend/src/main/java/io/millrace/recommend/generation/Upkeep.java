package io.millrace.recommend.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps models up with the catalogue, in a thread of its own: what is new in it is found while
 * another generation is being built, too.
 *
 * <p>A model is changed by one thread at a time: by its builder's, which takes in the catalogue as
 * it finds it, and from then on by this one. What changes after the build has begun waits until the
 * model is built. Where an index is so far behind with its compaction that changes wait for it, all
 * models do.
 *
 * <p>Thread-safe. Both collections belong to the thread.
 */
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("recommend-upkeep").factory());
  private final List<ServingModel> models = new ArrayList<>();

  /** Of each build that runs, the items that have changed since it began. */
  private final Set<Set<String>> builds = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Tells the models of an item that is new in the catalogue or has changed there, in turn. */
  void catalogued(String itemId) {
    inTurn(
        () -> {
          builds.forEach(changed -> changed.add(itemId));
          models.forEach(model -> tell(model, itemId));
        });
  }

  /** Builds a model in the caller's thread, and keeps it up from then on. */
  ServingModel of(Supplier<ServingModel> build) {
    Set<String> changed = new LinkedHashSet<>();
    inTurn(() -> builds.add(changed));
    try {
      ServingModel model = build.get();
      inTurn(
          () -> {
            changed.forEach(itemId -> tell(model, itemId));
            models.add(model);
          });
      return model;
    } finally {
      inTurn(() -> builds.remove(changed));
    }
  }

  /** Keeps up only these from now on, of those that are built. */
  void retain(List<ServingModel> kept) {
    inTurn(() -> models.retainAll(kept));
  }

  private void inTurn(Runnable step) {
    try {
      thread.execute(step);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed: a change comes too late", e);
    }
  }

  private static void tell(ServingModel model, String itemId) {
    try {
      model.catalogued(itemId);
    } catch (
        RuntimeException e) { // as at the top of a thread: the other models are told all the same
      LOG.error("{}: cannot take in item {} as it is now", model.version(), itemId, e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
