package io.millrace.model.recommendation;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.PairContext;
import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.SourceRanks;
import io.millrace.model.feature.TransitionRow;
import io.millrace.model.recommendation.Candidates.Candidate;
import io.millrace.model.vector.Vectors;
import io.millrace.schemas.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what is known of the candidates of one query, now: all that reads the view. */
final class CandidateReader {
  private final KnownItems known;
  private final Generation.@Nullable Model model;
  private final QueryState state;
  private final float @Nullable [] userVector;
  private final UserTastes.@Nullable Forecasts forecasts;

  CandidateReader(
      KnownItems known,
      Generation.@Nullable Model model,
      QueryState state,
      float @Nullable [] userVector,
      UserTastes.@Nullable Forecasts forecasts) {
    this.known = known;
    this.model = model;
    this.state = state;
    this.userVector = userVector;
    this.forecasts = forecasts;
  }

  /**
   * Reads candidates.
   *
   * @param rows theirs, best first
   * @param proposed how many of them, from the first, a source proposed
   * @param followed where each follows the last items
   */
  @SuppressWarnings("NullAway") // An array of nullable vectors: NullAway does not model elements.
  Candidates read(
      Proposals proposals, int[] rows, int proposed, TransitionRow.@Nullable Entry[][] followed) {
    float[][] vectors = new float[rows.length][];
    float[] dots = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      vectors[i] = model == null ? null : model.index().vector(proposals.itemId(rows[i]));
      boolean both = vectors[i] != null && userVector != null;
      dots[i] = both ? Vectors.dot(userVector, vectors[i]) : Float.NaN;
    }
    double scale = model == null ? 1 : model.userTower().scale();
    RetrievalShares shares = new RetrievalShares(dots, proposed, scale);
    Candidate[] items = new Candidate[rows.length];
    for (int i = 0; i < rows.length; i++) {
      items[i] =
          candidate(proposals, rows[i], vectors[i], dots[i], shares.of(dots[i]), followed[i]);
    }
    FeatureEncoder encoder = model == null ? null : model.encoder();
    return new Candidates(state, List.of(items), proposed, userVector, encoder);
  }

  private Candidate candidate(
      Proposals proposals,
      int row,
      float @Nullable [] vector,
      float dot,
      double share,
      TransitionRow.@Nullable Entry @Nullable [] followed) {
    int ordinal = proposals.ordinal(row);
    Item item = proposals.item(row);
    SourceRanks ranks = proposals.ranks(row);
    PairContext pair =
        new PairContext(
            state,
            proposals.itemId(row),
            known.of(ordinal, item),
            vector,
            Float.isNaN(dot) ? 0f : dot,
            share,
            ranks,
            followed,
            forecasts == null ? null : forecasts.of(ordinal, item));
    double following = proposals.following(row);
    return new Candidate(pair, prior(following, ranks), following);
  }

  /** Transitions decide; popularity breaks ties and orders what follows nothing. */
  private static float prior(double following, SourceRanks ranks) {
    double popularity = ranks.popularity() == 0 ? 0 : 10.0 / (9 + ranks.popularity());
    return (float) (0.999 * following + 0.001 * popularity);
  }
}
