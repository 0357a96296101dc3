package io.millrace.model.recommendation;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.PairContext;
import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.SourceRanks;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.recommendation.Candidates.Candidate;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.model.vector.Vectors;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Encodes the candidates of one query. */
final class CandidateEncoder {
  private final FeatureView view;
  private final Generation.@Nullable Model model;
  private final QueryState state;
  private final float @Nullable [] userVector;
  private final SourceUnion union;

  CandidateEncoder(
      FeatureView view,
      Generation.@Nullable Model model,
      QueryState state,
      float @Nullable [] userVector,
      SourceUnion union) {
    this.view = view;
    this.model = model;
    this.state = state;
    this.userVector = userVector;
    this.union = union;
  }

  Candidates encode(List<String> ids, int proposed) {
    List<Candidate> items = ids.stream().map(this::candidate).toList();
    if (model == null) {
      return new Candidates(state, items, proposed, userVector, new float[0], 0);
    }
    FeatureEncoder encoder = model.encoder();
    int width = encoder.pairWidth();
    float[] pairs = new float[items.size() * width];
    RetrievalShares shares =
        new RetrievalShares(items.subList(0, proposed), model.userTower().scale());
    for (int i = 0; i < items.size(); i++) {
      encoder.encodePair(context(items.get(i), shares), pairs, i * width);
    }
    return new Candidates(state, items, proposed, userVector, pairs, width);
  }

  private Candidate candidate(String id) {
    float[] vector = model == null ? null : model.index().vector(id);
    float dot = vector == null || userVector == null ? 0f : Vectors.dot(userVector, vector);
    SourceRanks ranks = union.ranks(id);
    return new Candidate(id, sources(ranks), vector, dot, prior(id, ranks));
  }

  private PairContext context(Candidate candidate, RetrievalShares shares) {
    String id = candidate.itemId();
    return new PairContext(
        state,
        id,
        view.item(id),
        view.itemFeatures(id),
        candidate.vector(),
        candidate.dot(),
        userVector == null ? 0 : shares.of(candidate),
        union.ranks(id));
  }

  private static Set<SourceKind> sources(SourceRanks ranks) {
    Set<SourceKind> sources = EnumSet.noneOf(SourceKind.class);
    if (ranks.index() > 0) {
      sources.add(SourceKind.INDEX);
    }
    if (ranks.transitions() > 0) {
      sources.add(SourceKind.TRANSITIONS);
    }
    if (ranks.popularity() > 0) {
      sources.add(SourceKind.POPULARITY);
    }
    return sources;
  }

  /** Transitions decide; popularity breaks ties and orders what follows nothing. */
  private float prior(String id, SourceRanks ranks) {
    double popularity = ranks.popularity() == 0 ? 0 : 10.0 / (9 + ranks.popularity());
    return (float) (0.999 * union.transitionScore(id) + 0.001 * popularity);
  }
}
