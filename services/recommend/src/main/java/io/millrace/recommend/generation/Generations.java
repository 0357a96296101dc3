package io.millrace.recommend.generation;

import io.millrace.model.generation.Preference;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generations of this replica: builds the one that should serve beside the one that does, and
 * swaps them in one write. One that is incomplete or corrupt is passed over: the one before it
 * keeps serving. Two stay built, so that rolling back takes no time.
 *
 * <table>
 * <caption>Concurrency</caption>
 * <tr><th>field</th><th>written by</th><th>read by</th></tr>
 * <tr><td>serving</td><td>the builder's thread</td><td>any thread</td></tr>
 * <tr><td>resident</td><td>the builder's thread</td><td>the builder's thread</td></tr>
 * <tr><td>faults, incomplete</td><td>the builder's thread</td><td>any thread</td></tr>
 * </table>
 */
public final class Generations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
  private static final int RESIDENT = 2;
  private static final long LOOK_AGAIN_MILLIS = 500;

  /** A generation that could not be built, and what had been read by then. */
  private record Failure(String reason, long changes) {}

  private final Shelf shelf;
  private final Shelf.Progress progress;
  private final ModelFactory factory;
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();
  private final Map<String, Boolean> incomplete = new ConcurrentHashMap<>();
  private final Map<String, ServingModel> resident = new ConcurrentHashMap<>();
  private final List<String> used = new ArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService builder =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("recommend-generations").factory());
  private final ServingModel zero;
  private volatile ServingModel serving;
  private volatile long settledAt = -1;

  /**
   * Generation 0 serves until {@link #start}.
   *
   * @param progress how far the shelf's reader has come
   */
  public Generations(Shelf shelf, Shelf.Progress progress, ModelFactory factory) {
    this.shelf = shelf;
    this.progress = progress;
    this.factory = factory;
    this.zero = factory.zero();
    this.serving = zero;
  }

  /** Looks at the shelf from now on, in a thread of its own. */
  public void start() {
    ScheduledFuture<?> _ =
        builder.scheduleWithFixedDelay(
            this::settleIfChanged, 0, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The generation that answers now. */
  public ServingModel serving() {
    return serving;
  }

  /** Whether a trained generation serves. */
  public boolean modelServes() {
    return !serving.version().equals(zero.version());
  }

  /** The generation an operator holds on to, or null. */
  public @Nullable String pinned() {
    return Preference.pinned(shelf.serving());
  }

  /** Adds who is told, in the builder's thread, that another generation serves. */
  public void onSwap(Runnable listener) {
    listeners.add(listener);
  }

  /** Gives a new or changed item of the catalogue to the built generations, in the background. */
  public void catalogued(String itemId) {
    builder.execute(() -> resident.values().forEach(model -> model.catalogued(itemId)));
  }

  /** Every generation that is not retired, newest first. */
  public List<ModelStatus> statuses() {
    return shelf.manifests().descendingMap().values().stream().map(this::status).toList();
  }

  private ModelStatus status(ModelManifest manifest) {
    String generation = manifest.getGeneration();
    Failure failure = failures.get(generation);
    if (manifest.getVerdict() != GateVerdict.PUBLISHED) {
      return new ModelStatus(manifest, ModelStatus.State.REFUSED, manifest.getRefusal());
    }
    if (generation.equals(serving.version())) {
      return new ModelStatus(manifest, ModelStatus.State.SERVING, null);
    }
    if (failure != null) {
      return new ModelStatus(manifest, ModelStatus.State.CORRUPT, failure.reason());
    }
    if (incomplete.containsKey(generation)) {
      return new ModelStatus(
          manifest, ModelStatus.State.INCOMPLETE, "not all of its rows have been read yet");
    }
    return new ModelStatus(
        manifest,
        resident.containsKey(generation) ? ModelStatus.State.RESIDENT : ModelStatus.State.AVAILABLE,
        null);
  }

  /** As {@link #settle}, but only if there is something new. */
  void settleIfChanged() {
    try {
      long changes = shelf.changes();
      if (changes != settledAt || !incomplete.isEmpty()) {
        settledAt = changes;
        settle();
      }
    } catch (RuntimeException | LinkageError e) { // top of thread, which would end in silence
      LOG.error("generations could not be looked at; the present one keeps serving", e);
    }
  }

  /**
   * Puts the best generation there is into service. Called in the builder's thread and by tests.
   */
  void settle() {
    Map<String, ModelManifest> current = new LinkedHashMap<>(shelf.manifests());
    failures.keySet().retainAll(current.keySet());
    incomplete.clear();
    for (ModelManifest manifest : Preference.order(current.values(), shelf.serving())) {
      ServingModel model = model(manifest);
      if (model != null) {
        serve(model);
        break;
      }
    }
    retire(current);
  }

  private @Nullable ServingModel model(ModelManifest manifest) {
    String generation = manifest.getGeneration();
    ServingModel built = resident.get(generation);
    if (built != null) {
      return built;
    }
    Failure before = failures.get(generation);
    long changes = shelf.changes();
    if (before != null && before.changes() == changes) {
      return null;
    }
    try {
      Parcel parcel = shelf.parcel(manifest, progress);
      if (parcel == null) {
        incomplete.put(generation, true);
        return null;
      }
      return build(parcel);
    } catch (GenerationFault e) {
      LOG.warn("{}: cannot serve, {} keeps serving", generation, serving.version(), e);
      failures.put(generation, new Failure(String.valueOf(e.getMessage()), changes));
      return null;
    } catch (RuntimeException e) { // whatever a generation does, the one before it keeps serving
      LOG.error("{}: cannot be built, {} keeps serving", generation, serving.version(), e);
      failures.put(generation, new Failure("cannot be built: " + e, changes));
      return null;
    }
  }

  private ServingModel build(Parcel parcel) {
    long start = System.nanoTime();
    ServingModel model = factory.build(parcel);
    failures.remove(model.version());
    LOG.info(
        "{}: built with {} items in {} ms",
        model.version(),
        model.indexSize(),
        (System.nanoTime() - start) / 1_000_000);
    return model;
  }

  private void serve(ServingModel model) {
    String generation = model.version();
    resident.put(generation, model);
    used.remove(generation);
    used.add(generation);
    while (used.size() > RESIDENT) {
      resident.remove(used.removeFirst());
    }
    if (!serving.version().equals(generation)) {
      LOG.info("{}: serves, after {}", generation, serving.version());
      serving = model;
      listeners.forEach(Runnable::run);
    }
  }

  /** Lets go of retired generations; if the one that serves is among them, generation 0 answers. */
  private void retire(Map<String, ModelManifest> current) {
    used.retainAll(current.keySet());
    resident.keySet().retainAll(current.keySet());
    if (modelServes() && !resident.containsKey(serving.version())) {
      LOG.warn("{}: retired with nothing to take its place", serving.version());
      serving = zero;
      listeners.forEach(Runnable::run);
    }
  }

  @Override
  public void close() {
    builder.shutdownNow();
  }
}
