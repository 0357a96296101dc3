package io.millrace.trainer.protocol.contender;

/** Another way to judge the pipeline as it is trained; a line of the table of its own. */
public sealed interface Variation permits Part, Newcomer {
  /**
   * What follows the model's name, such as {@code without-ranker}; may be part of a file's name.
   */
  String suffix();

  /** The option it is asked for by. */
  String option();
}
