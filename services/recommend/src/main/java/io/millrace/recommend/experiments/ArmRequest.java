package io.millrace.recommend.experiments;

import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import io.millrace.schemas.ArmRanker;
import io.millrace.schemas.ArmRetrieval;
import io.millrace.schemas.ExperimentArm;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one arm of a definition, noting every fault.
 *
 * @param even its share where none is given
 * @param servable whether a generation may answer
 */
record ArmRequest(double even, Faults faults, Predicate<String> servable) {
  /** Ranges are those of {@code recommend.retrieval}. */
  private static final int MOST = 10_000;

  private static final int MOST_FRESH = 500;

  ExperimentArm read(Fields fields) {
    String name = fields.id("name");
    ExperimentRequest.requireName(name, fields.at("name"), faults);
    ExperimentArm arm =
        new ExperimentArm(
            name,
            share(fields),
            modelVersion(fields),
            share(fields, "diversity"),
            share(fields, "exploration"),
            retrieval(fields.inner("retrieval")),
            ranker(fields.inner("ranker")));
    fields.done();
    return arm;
  }

  private double share(Fields fields) {
    double share = fields.real("share", even, 0, 1);
    if (share <= 0) {
      faults.invalid(fields.at("share"), "must be above 0", String.valueOf(share));
    }
    return share;
  }

  private @Nullable String modelVersion(Fields fields) {
    String model = fields.optionalId("modelVersion");
    if (model != null && !servable.test(model)) {
      faults.invalid(
          fields.at("modelVersion"), "must be a model that can serve; see /v1/models", model);
    }
    return model;
  }

  /** 0 to 1, or null where absent. */
  private static @Nullable Double share(Fields fields, String name) {
    return fields.has(name) ? fields.real(name, 0, 0, 1) : null;
  }

  private @Nullable ArmRetrieval retrieval(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    ArmRetrieval asked =
        new ArmRetrieval(
            fields.integer("candidates", 1, MOST),
            fields.integer("indexCandidates", 0, MOST),
            fields.integer("transitionCandidates", 0, MOST),
            fields.integer("popularityCandidates", 0, MOST),
            fields.integer("freshCandidates", 0, MOST_FRESH));
    fields.done();
    return asked;
  }

  private @Nullable ArmRanker ranker(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    ArmRanker asked = new ArmRanker(fields.flag("enabled", true), share(fields, "ratingWeight"));
    if (!asked.getEnabled() && asked.getRatingWeight() != null) {
      faults.invalid(
          fields.at("ratingWeight"),
          "must be absent where enabled is false: there is no score to weigh it in",
          String.valueOf(asked.getRatingWeight()));
    }
    fields.done();
    return asked;
  }
}
