package io.millrace.recommend.generation;

import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Variation;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.model.retrieval.SourceKind;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A generation that always recommends item 1, scored by its own number.
 *
 * @param asked told of each query before it is answered
 */
public record NamedModel(String version, Consumer<RecommendationQuery> asked)
    implements ServingModel {
  /** One that tells nobody. */
  public NamedModel(String version) {
    this(version, query -> {});
  }

  /** Makes them. */
  public static ModelFactory factory() {
    return factory(query -> {});
  }

  /**
   * Makes them.
   *
   * @param asked told of each query before it is answered
   */
  public static ModelFactory factory(Consumer<RecommendationQuery> asked) {
    return new ModelFactory() {
      @Override
      public ServingModel zero() {
        return new NamedModel("g000000", asked);
      }

      @Override
      public ServingModel build(Parcel parcel) {
        return new NamedModel(parcel.manifest().getGeneration(), asked);
      }
    };
  }

  @Override
  public List<Recommendation> recommend(RecommendationQuery query) {
    asked.accept(query);
    return List.of(new Recommendation("1", 0.5, Set.of(SourceKind.INDEX)));
  }

  @Override
  public ServingModel varied(Variation variation) {
    return this;
  }

  @Override
  public List<ScoredItem> similar(String itemId, int n) {
    return List.of();
  }

  @Override
  public void catalogued(String itemId) {}

  @Override
  public int indexSize() {
    return 1;
  }
}
