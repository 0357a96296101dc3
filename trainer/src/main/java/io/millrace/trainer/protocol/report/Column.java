package io.millrace.trainer.protocol.report;

import java.util.function.Function;

/**
 * Of the table of an evaluation.
 *
 * @param head what is in it
 * @param cell of a model that was judged; empty where it has none
 */
public record Column(String head, Function<ModelResult, String> cell) {
  /** A metric, with its deviation over seeds. */
  static Column of(String metric) {
    return new Column(metric, result -> Figures.shown(metric, result));
  }
}
