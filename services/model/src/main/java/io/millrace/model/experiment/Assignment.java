package io.millrace.model.experiment;

import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentArm;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which arm: by salted hashes of the user id, so every replica and every restart comes to
 * the same without asking anybody. A user has one bucket in each layer, and an experiment has a
 * range of them: no user is in two experiments of a layer. Within an experiment the arm is drawn by
 * another hash, with a salt of its own: which arm says nothing of the arm in an earlier experiment.
 * Stateless.
 */
public final class Assignment {
  /** Of a layer. */
  public static final int BUCKETS = 10_000;

  /** By age, and of two as old by id. */
  public static final Comparator<Experiment> OLDEST_FIRST =
      Comparator.comparingLong(Experiment::getCreatedAt).thenComparing(Experiment::getExperimentId);

  private Assignment() {}

  /**
   * The user's arms, by experiment. Where two experiments of a layer overlap, which two replicas
   * told at once may bring about, the older has the user.
   */
  public static List<Place> places(Collection<Experiment> experiments, String userId) {
    Map<String, Place> byLayer = new LinkedHashMap<>();
    experiments.stream()
        .sorted(OLDEST_FIRST)
        .forEach(
            experiment -> {
              if (has(experiment, userId)) {
                byLayer.computeIfAbsent(
                    experiment.getLayer(), layer -> new Place(experiment, arm(experiment, userId)));
              }
            });
    return List.copyOf(byLayer.values());
  }

  /** Whether the user's bucket in the layer is one of the experiment's. */
  static boolean has(Experiment experiment, String userId) {
    int bucket = (int) (unit("layer\u001f" + experiment.getLayer(), userId) * BUCKETS);
    int first = experiment.getFirstBucket();
    return bucket >= first && bucket < first + experiment.getBuckets();
  }

  static ExperimentArm arm(Experiment experiment, String userId) {
    double drawn = unit("arm\u001f" + experiment.getSalt(), userId);
    double end = 0;
    for (ExperimentArm arm : experiment.getArms()) {
      end += arm.getShare();
      if (drawn < end) {
        return arm;
      }
    }
    return experiment.getArms().getLast(); // shares add up to 1 but for rounding
  }

  /**
   * The first range of buckets that the others of the layer leave free, or -1.
   *
   * @param others of the same layer
   */
  public static int firstFree(Collection<Experiment> others, int buckets) {
    int from = 0;
    for (Experiment other :
        others.stream().sorted(Comparator.comparingInt(Experiment::getFirstBucket)).toList()) {
      if (other.getFirstBucket() - from >= buckets) {
        return from;
      }
      from = Math.max(from, other.getFirstBucket() + other.getBuckets());
    }
    return BUCKETS - from >= buckets ? from : -1;
  }

  /** Uniform in [0, 1): FNV-1a over salt and id, and MurmurHash3's finaliser over that. */
  private static double unit(String salt, String userId) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : (salt + "\u001f" + userId).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return ((hash ^ (hash >>> 33)) >>> 11) * 0x1.0p-53;
  }

  /** A user's place in an experiment. */
  public record Place(Experiment experiment, ExperimentArm arm) {
    /** As an impression carries it. */
    public String label() {
      return label(null).text();
    }

    /**
     * As the impression of an interleaved list carries it.
     *
     * @param places of the arm's items in the list, from 0
     */
    public Label label(@Nullable List<Integer> places) {
      return new Label(
          experiment.getExperimentId(), experiment.getRevision(), arm.getName(), places);
    }
  }
}
