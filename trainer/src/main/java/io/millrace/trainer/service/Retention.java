package io.millrace.trainer.service;

import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelManifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which generations go when a new one has come: of each verdict the newest few are kept, beside
 * them what an operator has pinned, shadows or experiments with, and whatever a delta that is kept
 * lies over.
 */
final class Retention {
  private final TreeMap<String, ModelManifest> manifests = new TreeMap<>();
  private final ModelManifest newest;
  private final Set<String> wanted;

  /**
   * Of these.
   *
   * @param manifests on the topics, the newest among them or not
   * @param newest just published or refused
   * @param wanted by an operator
   */
  Retention(Collection<ModelManifest> manifests, ModelManifest newest, Set<String> wanted) {
    manifests.forEach(manifest -> this.manifests.put(manifest.getGeneration(), manifest));
    this.manifests.put(newest.getGeneration(), newest);
    this.newest = newest;
    this.wanted = Set.copyOf(wanted);
  }

  /**
   * The generations to be retired, deltas before what they lie over.
   *
   * @param published at most so many before the newest are kept
   * @param refused at most so many before the newest are kept
   */
  List<String> excess(int published, int refused) {
    List<String> excess = new ArrayList<>(excess(GateVerdict.PUBLISHED, published));
    excess.addAll(excess(GateVerdict.REFUSED, refused));
    excess.removeAll(bases(excess));
    excess.sort(Comparator.<String>naturalOrder().reversed());
    return excess;
  }

  private List<String> excess(GateVerdict verdict, int keep) {
    List<String> old =
        manifests.values().stream()
            .filter(manifest -> manifest.getVerdict() == verdict)
            .map(ModelManifest::getGeneration)
            .filter(id -> !id.equals(newest.getGeneration()) && !wanted.contains(id))
            .toList();
    return old.subList(0, Math.max(0, old.size() - keep));
  }

  private Set<String> bases(Collection<String> excess) {
    return manifests.values().stream()
        .filter(manifest -> !excess.contains(manifest.getGeneration()))
        .map(ModelManifest::getDelta)
        .filter(delta -> delta != null)
        .map(ModelDelta::getBase)
        .collect(Collectors.toSet());
  }
}
