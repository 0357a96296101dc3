package io.millrace.model.recommendation;

import io.millrace.model.recommendation.Candidates.Candidate;
import java.util.List;

/** The retrieval model's chance of each candidate among those proposed. Immutable. */
final class RetrievalShares {
  private final double scale;
  private final double greatest;
  private final double total;

  /**
   * Over the proposed.
   *
   * @param scale of the logits: the inverse of the learned temperature
   */
  RetrievalShares(List<Candidate> proposed, double scale) {
    this.scale = scale;
    this.greatest = proposed.stream().mapToDouble(Candidate::dot).max().orElse(0);
    this.total = proposed.stream().filter(c -> c.vector() != null).mapToDouble(this::weight).sum();
  }

  private double weight(Candidate candidate) {
    return Math.exp(scale * (candidate.dot() - greatest));
  }

  /** The candidate's share, 0 to 1; that of one that was not proposed as if it had been. */
  double of(Candidate candidate) {
    if (candidate.vector() == null || total == 0) {
      return 0;
    }
    return Math.min(1, weight(candidate) / total);
  }
}
