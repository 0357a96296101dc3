package io.millrace.client;

import java.util.List;

/**
 * What became of an import.
 *
 * @param lines how many were read
 * @param accepted how many are on their topic
 * @param refused how many are not, for what is wrong with them
 * @param faults what is wrong, the first hundred
 * @param moreFaults how many more there are
 */
public record ImportSummary(
    long lines, long accepted, long refused, List<LineFault> faults, long moreFaults) {
  public ImportSummary {
    faults = List.copyOf(faults);
  }
}
