package io.millrace.recommend.generation;

import io.millrace.model.generation.Preference;
import io.millrace.schemas.Control;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generations of this replica: builds the one that should serve beside the one that does, and
 * swaps them in one write. One that is incomplete or corrupt is passed over: the one before it
 * keeps serving. Two stay built, so that rolling back takes no time, and the shadow beside them. A
 * command to serve what is built is followed by the thread that reads it, also while the builder is
 * busy; nor does the {@link Upkeep} of what is built wait for it.
 *
 * <table>
 * <caption>Concurrency</caption>
 * <tr><th>field</th><th>written by</th><th>read by</th></tr>
 * <tr><td>serving</td><td>builder's and model reader's thread, under swapping</td><td>any</td></tr>
 * <tr><td>shadow, faults</td><td>the builder's thread</td><td>any thread</td></tr>
 * <tr><td>resident</td><td>the same; what it lets go of, under swapping</td><td>any thread</td></tr>
 * <tr><td>lineage, waits, upkeep</td><td>thread-safe</td><td>any thread</td></tr>
 * </table>
 */
public final class Generations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
  private static final long LOOK_AGAIN_MILLIS = 500;

  /** A generation that could not be built, and what had been read by then. */
  private record Failure(String reason, long changes) {}

  private final Shelf shelf;
  private final Shelf.Progress progress;
  private final ModelFactory factory;
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();
  private final Residents resident = new Residents();
  private final Lineage lineage = new Lineage();
  private final CommandWaits waits = new CommandWaits();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService builder =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("recommend-generations").factory());
  private final Upkeep upkeep = new Upkeep();
  private final Object swapping = new Object();
  private final ServingModel zero;
  private volatile ServingModel serving;
  private volatile @Nullable ServingModel shadow;
  private volatile Set<String> arms = Set.of();
  private volatile boolean unread;
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
    this.zero = upkeep.of(factory::zero);
    this.serving = zero;
  }

  /** Looks at the shelf from now on, in a thread of its own. */
  public void start() {
    shelf.onCommand(this::commanded);
    ScheduledFuture<?> _ =
        builder.scheduleWithFixedDelay(
            this::settleIfChanged, 0, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The generation that answers now. */
  public ServingModel serving() {
    return serving;
  }

  /** The generation that answers unseen, once it is built; null if there is none. */
  public @Nullable ServingModel shadow() {
    return shadow;
  }

  /** The generation, if it is built. */
  public @Nullable ServingModel built(String generation) {
    return isZero(generation) ? zero : resident.get(generation);
  }

  /** Builds and keeps these, too, for the arms of experiments. */
  public void keep(Set<String> wanted) {
    arms = Set.copyOf(wanted);
    unread = true;
  }

  /** Whether a trained generation serves. */
  public boolean modelServes() {
    return !serving.version().equals(zero.version());
  }

  /** Whether a trained generation serves, or an operator wants none to. */
  public boolean servesAsWanted() {
    return modelServes() || isZero(pinned());
  }

  /** The generation an operator holds on to, or null. */
  public @Nullable String pinned() {
    return Preference.pinned(shelf.serving());
  }

  /** The command on what serves that is in force, or null. */
  public @Nullable Control command() {
    return shelf.serving();
  }

  /** The generation an operator wants to answer unseen, built or not; or null. */
  public @Nullable String shadowed() {
    return Preference.shadow(shelf.shadow());
  }

  /**
   * The generation that a roll-back goes to: what served here before, else the newest published
   * before the one that serves, else generation 0; null if that serves.
   */
  public @Nullable String previous() {
    String now = serving.version();
    String before = lineage.before(shelf.manifests().keySet());
    if (before != null) {
      return before;
    }
    return shelf.manifests().headMap(now, false).descendingMap().values().stream()
        .filter(m -> m.getVerdict() == GateVerdict.PUBLISHED)
        .map(ModelManifest::getGeneration)
        .filter(generation -> !failures.containsKey(generation))
        .findFirst()
        .orElse(isZero(now) ? null : zero.version());
  }

  /**
   * To be asked before a command is sent: completes when this replica has read it and done what it
   * can.
   */
  public CompletableFuture<Void> following(String requestId) {
    return waits.expect(requestId);
  }

  /** Nobody waits for the command any more. */
  public void forget(String requestId) {
    waits.forget(requestId);
  }

  /** Adds who is told, in the thread that swaps, that another generation serves. */
  public void onSwap(Runnable listener) {
    listeners.add(listener);
  }

  /** Gives a new or changed item of the catalogue to the built generations, in the background. */
  public void catalogued(String itemId) {
    upkeep.catalogued(itemId);
  }

  /** Every generation that is not retired, newest first. */
  public List<ModelStatus> statuses() {
    return shelf.manifests().descendingMap().values().stream().map(this::status).toList();
  }

  /** One of them, or null. */
  public @Nullable ModelStatus status(String generation) {
    ModelManifest manifest = shelf.manifests().get(generation);
    return manifest == null ? null : status(manifest);
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
    if (resident.get(generation) != null) {
      return new ModelStatus(manifest, ModelStatus.State.RESIDENT, null);
    }
    if (failure != null) {
      return new ModelStatus(manifest, ModelStatus.State.CORRUPT, failure.reason());
    }
    return shelf.isRead(manifest, progress)
        ? new ModelStatus(manifest, ModelStatus.State.AVAILABLE, null)
        : new ModelStatus(
            manifest, ModelStatus.State.INCOMPLETE, "not all of its rows have been read yet");
  }

  /** A command has been read. */
  private void commanded(Control command) {
    waits.heard(command.getRequestId());
    if (command.equals(shelf.serving()) && swapIfBuilt()) {
      waits.followed(Set.of(command.getRequestId()));
    }
    try {
      builder.execute(this::settleIfChanged);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed: a command comes too late", e);
    }
  }

  /** Follows a command at once where what it wants is built; tells whether it is. */
  private boolean swapIfBuilt() {
    synchronized (swapping) {
      List<ModelManifest> order = Preference.order(shelf.manifests().values(), shelf.serving());
      ServingModel wanted = order.isEmpty() ? null : resident.get(order.getFirst().getGeneration());
      ServingModel built = isZero(pinned()) ? zero : wanted;
      if (built != null) {
        swap(built);
      }
      return built != null;
    }
  }

  /** As {@link #settle}, but only if there is something new. */
  void settleIfChanged() {
    try {
      long changes = shelf.changes();
      if (changes != settledAt || unread) {
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
    Set<String> commands = waits.open();
    Map<String, ModelManifest> current;
    Control command;
    ServingModel best;
    do {
      command = shelf.serving();
      current = new LinkedHashMap<>(shelf.manifests());
      failures.keySet().retainAll(current.keySet());
      unread = false;
      best = best(current, command);
    } while (!serve(best, command));
    letGo();
    settleBeside(current);
    retire(current);
    waits.followed(commands);
    keepReady(current);
    letGo();
  }

  /** What should serve of what can; builds it where it is not. Null if none can. */
  private @Nullable ServingModel best(
      Map<String, ModelManifest> current, @Nullable Control command) {
    String pinned = Preference.pinned(command);
    if (isZero(pinned)) {
      return zero;
    }
    for (ModelManifest manifest : Preference.order(current.values(), command)) {
      ServingModel model = model(manifest);
      if (model != null) {
        return model;
      }
      if (manifest.getGeneration().equals(pinned) && resident.get(serving.version()) != null) {
        return serving; // an operator wants another one, not the newest
      }
    }
    return null;
  }

  private boolean isZero(@Nullable String generation) {
    return zero.version().equals(generation);
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
        unread = true;
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
    ServingModel model = upkeep.of(() -> factory.build(parcel));
    failures.remove(model.version());
    LOG.info(
        "{}: built with {} items in {} ms",
        model.version(),
        model.indexSize(),
        (System.nanoTime() - start) / 1_000_000);
    return model;
  }

  /**
   * Serves what was chosen by a command.
   *
   * @return false if another command has come meanwhile: to be chosen again
   */
  private boolean serve(@Nullable ServingModel model, @Nullable Control command) {
    synchronized (swapping) {
      if (!Objects.equals(shelf.serving(), command)) {
        if (model != null && !isZero(model.version())) {
          resident.ready(model);
        }
        return false;
      }
      if (model != null) {
        swap(model);
      }
      return true;
    }
  }

  /** To be called under {@link #swapping}. */
  private void swap(ServingModel model) {
    String generation = model.version();
    if (!isZero(generation)) {
      resident.serves(model);
    }
    if (!serving.version().equals(generation)) {
      LOG.info("{}: serves, after {}", generation, serving.version());
      serving = model;
      lineage.serves(generation);
      listeners.forEach(Runnable::run);
    }
  }

  /** The shadow and the arms; a shadow of what serves would tell nothing. */
  private void settleBeside(Map<String, ModelManifest> current) {
    String wanted = shadowed();
    ModelManifest manifest = wanted == null ? null : current.get(wanted);
    ServingModel model = manifest == null || !canShadow(manifest) ? null : model(manifest);
    List<ServingModel> beside = new ArrayList<>();
    if (model != null) {
      beside.add(model);
    }
    for (String arm : arms) {
      ModelManifest of = current.get(arm);
      ServingModel built =
          of == null || of.getVerdict() != GateVerdict.PUBLISHED ? null : model(of);
      if (built != null) {
        beside.add(built);
      }
    }
    synchronized (swapping) {
      resident.beside(beside);
    }
    shadow = model;
  }

  private boolean canShadow(ModelManifest manifest) {
    return manifest.getVerdict() == GateVerdict.PUBLISHED
        && !serving.version().equals(manifest.getGeneration());
  }

  /** Builds what a roll-back would go to, where that is not built: after a start. */
  private void keepReady(Map<String, ModelManifest> current) {
    String previous = previous();
    ModelManifest manifest = previous == null ? null : current.get(previous);
    if (modelServes() && resident.hasRoom() && manifest != null) {
      ServingModel model = model(manifest);
      if (model != null) {
        resident.ready(model);
      }
    }
  }

  /** Lets go of retired generations; if the one that serves is among them, generation 0 answers. */
  private void retire(Map<String, ModelManifest> current) {
    synchronized (swapping) {
      resident.retain(current.keySet());
      if (modelServes() && resident.get(serving.version()) == null) {
        LOG.warn("{}: retired with nothing to take its place", serving.version());
        swap(zero);
      }
    }
  }

  /**
   * What is not resident is not kept up, nor held in memory, any longer; a swap brings nothing
   * back. Not to be called between a build and what comes of it.
   */
  private void letGo() {
    synchronized (swapping) {
      List<ServingModel> kept = new ArrayList<>(resident.all());
      kept.add(zero);
      upkeep.retain(kept);
    }
  }

  @Override
  public void close() {
    builder.shutdownNow();
    upkeep.close();
  }
}
