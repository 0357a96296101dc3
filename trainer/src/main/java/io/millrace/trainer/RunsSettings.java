package io.millrace.trainer;

import io.millrace.runtime.config.AtLeast;

/**
 * Section {@code trainer.runs}. Immutable.
 *
 * @param directory where the service leaves a directory of each training; empty for none
 * @param keep newest directories that are kept
 */
public record RunsSettings(String directory, @AtLeast(1) int keep) {
  public RunsSettings {
    directory = directory.strip();
  }

  /** Whether directories are left. */
  public boolean enabled() {
    return !directory.isEmpty();
  }
}
