package io.millrace.model.recommendation;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.PairContext;
import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.SourceRanks;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.rating.UserTaste;
import io.millrace.model.recommendation.Candidates.Candidate;
import io.millrace.model.vector.Vectors;
import io.millrace.schemas.Item;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what is known of the candidates of one query, now: all that reads the view. */
final class CandidateReader {
  private final FeatureView view;
  private final Generation.@Nullable Model model;
  private final QueryState state;
  private final float @Nullable [] userVector;
  private final @Nullable UserTaste taste;

  CandidateReader(
      FeatureView view,
      Generation.@Nullable Model model,
      QueryState state,
      float @Nullable [] userVector,
      @Nullable UserTaste taste) {
    this.view = view;
    this.model = model;
    this.state = state;
    this.userVector = userVector;
    this.taste = taste;
  }

  @SuppressWarnings("NullAway") // An array of nullable vectors: NullAway does not model elements.
  Candidates read(List<Proposal> proposals, int proposed) {
    float[][] vectors = new float[proposals.size()][];
    float[] dots = new float[proposals.size()];
    for (int i = 0; i < dots.length; i++) {
      vectors[i] = model == null ? null : model.index().vector(proposals.get(i).itemId());
      boolean known = vectors[i] != null && userVector != null;
      dots[i] = known ? Vectors.dot(userVector, vectors[i]) : Float.NaN;
    }
    double scale = model == null ? 1 : model.userTower().scale();
    RetrievalShares shares = new RetrievalShares(dots, proposed, scale);
    List<Candidate> items = new ArrayList<>(dots.length);
    for (int i = 0; i < dots.length; i++) {
      items.add(candidate(proposals.get(i), vectors[i], dots[i], shares.of(dots[i])));
    }
    FeatureEncoder encoder = model == null ? null : model.encoder();
    return new Candidates(state, items, proposed, userVector, encoder);
  }

  private Candidate candidate(
      Proposal proposal, float @Nullable [] vector, float dot, double share) {
    String id = proposal.itemId();
    SourceRanks ranks = proposal.ranks();
    Item item = proposal.item(view);
    PairContext pair =
        new PairContext(
            state,
            id,
            item,
            view.itemFeatures(id),
            vector,
            Float.isNaN(dot) ? 0f : dot,
            share,
            ranks,
            proposal.followed(),
            taste == null ? null : taste.of(id, item));
    return new Candidate(pair, prior(proposal, ranks), proposal.following());
  }

  /** Transitions decide; popularity breaks ties and orders what follows nothing. */
  private static float prior(Proposal proposal, SourceRanks ranks) {
    double popularity = ranks.popularity() == 0 ? 0 : 10.0 / (9 + ranks.popularity());
    return (float) (0.999 * proposal.following() + 0.001 * popularity);
  }
}
