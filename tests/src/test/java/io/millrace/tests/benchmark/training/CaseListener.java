package io.millrace.tests.benchmark.training;

/** Is told of each engine in turn, as soon as it has been measured. */
interface CaseListener {
  /** An engine was measured. */
  void measured(TrainReport.Row row);

  /** An engine was left out, and why. */
  void skipped(String engine, String why);
}
