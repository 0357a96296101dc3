package io.millrace.recommend.experiments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.experiment.ArmCount;
import io.millrace.model.experiment.Assignment;
import io.millrace.model.experiment.Comparison;
import io.millrace.model.experiment.Estimate;
import io.millrace.recommend.http.Json;
import io.millrace.schemas.ArmRanker;
import io.millrace.schemas.ArmRetrieval;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentArm;
import io.millrace.schemas.ExperimentTally;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as REST shows it: definition, counts, estimates and tests, and whether it stands
 * still because an arm's model is not there any more.
 */
final class ExperimentJson {
  /** Of intervals, and of the test. */
  static final double ALPHA = 0.05;

  private final Experiments experiments;
  private final Predicate<String> servable;

  /**
   * Shows these.
   *
   * @param servable whether a generation may answer
   */
  ExperimentJson(Experiments experiments, Predicate<String> servable) {
    this.experiments = experiments;
    this.servable = servable;
  }

  ObjectNode of(Experiment experiment) {
    ObjectNode node =
        Json.object()
            .put("experimentId", experiment.getExperimentId())
            .put("description", experiment.getDescription())
            .put("layer", experiment.getLayer())
            .put(
                "method",
                experiment.getInterleaved()
                    ? ExperimentRequest.INTERLEAVING
                    : ExperimentRequest.SPLIT)
            .put("traffic", (double) experiment.getBuckets() / Assignment.BUCKETS)
            .put("revision", experiment.getRevision())
            .put("createdAt", experiment.getCreatedAt())
            .put("alpha", ALPHA)
            .put("stale", experiment.getArms().stream().anyMatch(this::isStale));
    ArrayNode arms = node.putArray("arms");
    ExperimentArm first = experiment.getArms().getFirst();
    for (ExperimentArm arm : experiment.getArms()) {
      arms.add(arm(experiment, arm, arm.equals(first) ? null : first));
    }
    return node;
  }

  private boolean isStale(ExperimentArm arm) {
    return arm.getModelVersion() != null && !servable.test(arm.getModelVersion());
  }

  private ObjectNode arm(Experiment experiment, ExperimentArm arm, @Nullable ExperimentArm first) {
    ExperimentTally counted = experiments.counted(experiment, arm.getName());
    ObjectNode node =
        Json.object()
            .put("name", arm.getName())
            .put("share", arm.getShare())
            .put("modelVersion", arm.getModelVersion())
            .put("stale", isStale(arm))
            .put("diversity", arm.getDiversity())
            .put("exploration", arm.getExploration())
            .<ObjectNode>set("retrieval", retrieval(arm.getRetrieval()))
            .<ObjectNode>set("ranker", ranker(arm.getRanker()))
            .put("users", counted.getUsers())
            .put("impressions", counted.getImpressions())
            .put("clicks", counted.getClicks())
            .put("likes", counted.getLikes());
    outcome(node.putObject("clicked"), experiment, arm, first, ExperimentTally::getClickers);
    outcome(node.putObject("liked"), experiment, arm, first, ExperimentTally::getLikers);
    return node;
  }

  private static @Nullable ObjectNode retrieval(@Nullable ArmRetrieval retrieval) {
    return retrieval == null
        ? null
        : Json.object()
            .put("candidates", retrieval.getCandidates())
            .put("indexCandidates", retrieval.getIndexCandidates())
            .put("transitionCandidates", retrieval.getTransitionCandidates())
            .put("popularityCandidates", retrieval.getPopularityCandidates())
            .put("freshCandidates", retrieval.getFreshCandidates());
  }

  private static @Nullable ObjectNode ranker(@Nullable ArmRanker ranker) {
    return ranker == null
        ? null
        : Json.object()
            .put("enabled", ranker.getEnabled())
            .put("ratingWeight", ranker.getRatingWeight());
  }

  private void outcome(
      ObjectNode node,
      Experiment experiment,
      ExperimentArm arm,
      @Nullable ExperimentArm first,
      ToLongFunction<ExperimentTally> who) {
    ArmCount count = count(experiment, arm, who);
    node.put("users", count.converted());
    estimate(node.putObject("rate"), count.rate(ALPHA));
    if (first != null) {
      Comparison with = Comparison.of(count(experiment, first, who), count, ALPHA);
      estimate(node.putObject("ratio"), with.ratio());
      node.put("pValue", with.pValue()).put("differs", with.differs(ALPHA));
    }
  }

  private ArmCount count(
      Experiment experiment, ExperimentArm arm, ToLongFunction<ExperimentTally> who) {
    ExperimentTally counted = experiments.counted(experiment, arm.getName());
    return new ArmCount(arm.getShare(), counted.getUsers(), who.applyAsLong(counted));
  }

  private static void estimate(ObjectNode node, Estimate estimate) {
    node.put("value", finite(estimate.value()))
        .put("low", finite(estimate.low()))
        .put("high", finite(estimate.high()));
  }

  /** JSON knows no infinity. */
  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
