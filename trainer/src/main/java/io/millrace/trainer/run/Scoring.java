package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.ranking.Calibration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the ranker's heads become a score, and scores probabilities: chosen on validation data.
 *
 * @param blend weight of the rating head in the score, 0 to 1
 * @param calibration null where there was nothing to fit it on
 */
record Scoring(float blend, @Nullable Calibration calibration) {
  private static final String BLEND = "rank.blend";

  /** A bundle's. */
  static Scoring of(Bundle bundle) {
    return new Scoring(bundle.tensor(BLEND).values()[0], Calibration.in(bundle));
  }

  /** As a bundle holds it. */
  List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(new Tensor(BLEND, 1, 1, new float[] {blend}));
    if (calibration != null) {
      tensors.add(calibration.tensor());
    }
    return tensors;
  }

  /** The serving score of two heads' outputs. */
  static double score(float rating, float click, float blend) {
    double clicked = 1 / (1 + Math.exp(-click));
    return (1 - blend) * clicked + blend * Math.clamp(rating, 0f, 1f);
  }
}
