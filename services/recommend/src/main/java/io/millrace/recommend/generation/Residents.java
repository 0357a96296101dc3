package io.millrace.recommend.generation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The generations that are built: the last two that served, or are ready to, and those that answer
 * beside them: the shadow, and arms of experiments. Any thread may look one up; who changes them
 * holds the monitor.
 */
final class Residents {
  private static final int SERVABLE = 2;

  private final Map<String, ServingModel> models = new ConcurrentHashMap<>();
  private final List<String> servable = new ArrayList<>();
  private final Set<String> beside = new HashSet<>();

  /** As built, or null. */
  @Nullable ServingModel get(String generation) {
    return models.get(generation);
  }

  /** All of them. */
  Collection<ServingModel> all() {
    return models.values();
  }

  /** Keeps one that serves now; the one used longest ago goes. */
  synchronized void serves(ServingModel model) {
    servable.remove(model.version());
    servable.addLast(model.version());
    keep(model);
  }

  /** Keeps one that may have to serve within a moment, if there is room. */
  synchronized void ready(ServingModel model) {
    if (hasRoom() && !servable.contains(model.version())) {
      servable.addFirst(model.version());
      keep(model);
    }
  }

  /** Whether another may be kept ready without one that served having to go. */
  synchronized boolean hasRoom() {
    return servable.size() < SERVABLE;
  }

  /** Keeps these beside those that serve, in place of those before. */
  synchronized void beside(Collection<ServingModel> wanted) {
    beside.clear();
    wanted.forEach(model -> beside.add(model.version()));
    wanted.forEach(this::keep);
    trim();
  }

  /** Lets go of all that are not among these. */
  synchronized void retain(Set<String> present) {
    servable.retainAll(present);
    beside.retainAll(present);
    trim();
  }

  private void keep(ServingModel model) {
    models.put(model.version(), model);
    while (servable.size() > SERVABLE) {
      servable.removeFirst();
    }
    trim();
  }

  private void trim() {
    Set<String> kept = new HashSet<>(servable);
    kept.addAll(beside);
    models.keySet().retainAll(kept);
  }
}
