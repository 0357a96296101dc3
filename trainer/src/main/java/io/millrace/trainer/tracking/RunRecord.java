package io.millrace.trainer.tracking;

import io.millrace.trainer.run.EpochLog;

/** Where a run is written down while it goes on. For one thread at a time. */
public interface RunRecord {
  /** Nowhere. */
  RunRecord NONE =
      new RunRecord() {
        @Override
        public void epoch(EpochLog line) {}

        @Override
        public void finish(RunReport run) {}
      };

  /** An epoch has ended. */
  void epoch(EpochLog line);

  /** The run has ended. */
  void finish(RunReport run);
}
