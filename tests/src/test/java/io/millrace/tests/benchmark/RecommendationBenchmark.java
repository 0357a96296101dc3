package io.millrace.tests.benchmark;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Recommender;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.schemas.RatingEvent;
import io.millrace.tests.rig.Catalogue;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One whole query, in one thread, on the state after MovieLens 100K. The ratio of {@code model} to
 * {@code none} is what vectors, index and ranker cost over popularity and transitions.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@NullUnmarked
public class RecommendationBenchmark {
  private static final int EVENTS = 100_000;
  private static final long SEED = 1;

  /** {@code none}: generation 0; {@code model}: towers, index and ranker of the default shape. */
  @Param({"none", "model"})
  public String generation;

  private List<String> users;
  private Recommender recommender;
  private int next;

  /** Fills the state. */
  @Setup
  public void prepare() {
    Catalogue data = Catalogue.head(EVENTS);
    InMemoryFeatures features = new InMemoryFeatures(FeatureSettings.defaults());
    data.items().forEach(features::putItem);
    data.users().forEach(features::putUser);
    long offset = 0;
    for (RatingEvent event : data.events()) {
      features.accept(event, 0, offset++);
    }
    users = data.events().stream().map(RatingEvent::getUserId).distinct().toList();
    recommender = new Recommender(generation(data), features, RecommenderSettings.defaults());
  }

  private Generation generation(Catalogue data) {
    return generation.equals("none")
        ? Generation.none()
        : Generation.embedding("g000001", RandomModel.of(data, SEED), data.items());
  }

  /** Ten items for the next user. */
  @Benchmark
  public List<Recommendation> recommend() {
    next = (next + 1) % users.size();
    return recommender.recommend(RecommendationQuery.forUser(users.get(next), 10));
  }
}
