package io.millrace.recommend.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.experiment.Assignment;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import io.millrace.schemas.ExperimentArm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads the body of a definition, noting every fault.
 *
 * @param traffic buckets of the layer
 * @param interleaved whether each list holds items of both arms
 * @param arms at least two, shares together 1
 */
record ExperimentRequest(
    String description, String layer, int traffic, boolean interleaved, List<ExperimentArm> arms) {
  private static final int MAX_ARMS = 10;
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,63}";
  private static final double ROUNDING = 1e-6;

  /** As REST names the methods: a user sees one arm, or both in one list. */
  static final String SPLIT = "split";

  static final String INTERLEAVING = "interleaving";
  private static final List<String> METHODS = List.of(SPLIT, INTERLEAVING);

  /**
   * As sent.
   *
   * @param servable whether a generation may answer
   */
  static ExperimentRequest read(Fields body, Faults faults, Predicate<String> servable) {
    String description = body.text("description", 1000);
    String layer = body.has("layer") ? String.valueOf(body.text("layer", 64)) : "default";
    requireName(layer, "layer", faults);
    double traffic = body.real("traffic", 1, 0, 1);
    int buckets = (int) Math.round(traffic * Assignment.BUCKETS);
    if (buckets < 1) {
      faults.invalid("traffic", "must be at least 0.0001", String.valueOf(traffic));
    }
    List<JsonNode> nodes = new ArrayList<>();
    body.each("arms", MAX_ARMS, (node, at) -> nodes.add(node));
    if (nodes.size() < 2) {
      faults.invalid("arms", "must be at least 2", String.valueOf(nodes.size()));
    }
    List<ExperimentArm> arms = arms(nodes, faults, servable);
    boolean interleaved = INTERLEAVING.equals(body.optionalWord("method", METHODS));
    if (interleaved) {
      requireTwoEven(arms, faults);
    }
    body.done();
    return new ExperimentRequest(
        description == null ? "" : description, layer, buckets, interleaved, arms);
  }

  /** Teams take turns: there are two, and of one size. */
  private static void requireTwoEven(List<ExperimentArm> arms, Faults faults) {
    if (arms.size() != 2) {
      faults.invalid("arms", "must be 2 where method is interleaving", String.valueOf(arms.size()));
    } else if (Math.abs(arms.getFirst().getShare() - 0.5) > ROUNDING) {
      faults.invalid(
          "arms[0].share",
          "must be 0.5 where method is interleaving: both arms are in each list",
          String.valueOf(arms.getFirst().getShare()));
    }
  }

  static void requireName(String name, String field, Faults faults) {
    if (!name.matches(NAME)) {
      faults.invalid(field, "must be 1 to 64 lower-case letters, digits and dashes", name);
    }
  }

  private static List<ExperimentArm> arms(
      List<JsonNode> nodes, Faults faults, Predicate<String> servable) {
    ArmRequest reader = new ArmRequest(1.0 / nodes.size(), faults, servable);
    List<ExperimentArm> arms = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      Fields fields = Fields.of(nodes.get(i), "arms[" + i + "]", faults);
      ExperimentArm arm = reader.read(fields);
      if (!names.add(arm.getName())) {
        faults.invalid(fields.at("name"), "must differ from the other arms'", arm.getName());
      }
      arms.add(arm);
    }
    double sum = arms.stream().mapToDouble(ExperimentArm::getShare).sum();
    if (!arms.isEmpty() && Math.abs(sum - 1) > ROUNDING) {
      faults.invalid("arms", "must have shares that add up to 1", String.valueOf(sum));
    }
    return arms;
  }
}
