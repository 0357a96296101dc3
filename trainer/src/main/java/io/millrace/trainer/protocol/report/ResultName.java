package io.millrace.trainer.protocol.report;

import org.jspecify.annotations.Nullable;

/**
 * Which line of the table a result is.
 *
 * @param model such as {@code pipeline-without-ranker}
 * @param way in which the model was judged, such as {@code retrain-5%}; null where there is but one
 */
public record ResultName(String model, @Nullable String way) {
  /** Such as {@code pipeline@frozen}; may be part of a file's name. */
  public String label() {
    return way == null ? model : model + "@" + way;
  }
}
