package io.millrace.recommend.shadow;

import org.jspecify.annotations.Nullable;

/**
 * How the shadow compares with what serves, on this replica.
 *
 * @param since wall-clock time of the first request offered, milliseconds since the epoch
 * @param requests that it was offered
 * @param scored of these; the others came while it had too many to score
 * @param failed of the requests: it threw
 * @param overlapAt10 mean share of items that the two lists have in common among the first ten;
 *     null before the first
 * @param p50Ms of the shadow's answers, milliseconds, the last thousand; null before the first
 * @param p99Ms the same
 * @param servingP50Ms of the answers shown to the same requests
 * @param servingP99Ms the same
 */
public record ShadowSummary(
    long since,
    long requests,
    long scored,
    long failed,
    @Nullable Double overlapAt10,
    @Nullable Double p50Ms,
    @Nullable Double p99Ms,
    @Nullable Double servingP50Ms,
    @Nullable Double servingP99Ms) {
  /** Share of the requests that were scored; 0 before the first. */
  public double shareScored() {
    return requests == 0 ? 0 : (double) scored / requests;
  }
}
