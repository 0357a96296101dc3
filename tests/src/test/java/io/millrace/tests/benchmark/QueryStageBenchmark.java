package io.millrace.tests.benchmark;

import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.RecentItem;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.model.ranking.Ranker;
import io.millrace.model.recommendation.Candidates;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.Knobs;
import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Recommender;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.model.recommendation.Steering;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.RatingEvent;
import io.millrace.tests.rig.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The stages of a query of 300 candidates, in one thread, on the state that a serving replica has
 * after MovieLens 1M, and a model of the default shape. With {@code -prof gc} it tells the bytes of
 * each too.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
@NullUnmarked
public class QueryStageBenchmark {
  private static final int EVENTS = 1_000_209;
  private static final long SEED = 1;
  private static final int QUERIES = 64;
  private static final RecommenderSettings SETTINGS =
      new RecommenderSettings(300, 150, 100, 10, 0.75, 20, 5);
  private static final Steering DIVERSE =
      new Steering(null, List.of(), List.of(), new Knobs(0.3, null), List.of(), 0);

  private List<String> users;
  private Recommender recommender;
  private Generation.Model model;
  private Ranker ranker;
  private final List<QueryState> states = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();
  private final List<Candidates> candidates = new ArrayList<>();
  private float[] inputs;
  private int width;
  private int next;

  /** Fills the state and prepares what each stage begins with. */
  @Setup
  public void prepare() {
    Catalogue data = Catalogue.head("ml-1m", EVENTS);
    InMemoryFeatures features = new InMemoryFeatures(FeatureSettings.defaults());
    data.items().forEach(features::putItem);
    data.users().forEach(features::putUser);
    long offset = 0;
    for (RatingEvent event : data.events()) {
      features.accept(event, 0, offset++);
    }
    users = data.events().stream().map(RatingEvent::getUserId).distinct().toList();
    Generation generation =
        Generation.embedding("g000001", RandomModel.of(data, SEED), data.items());
    model = Objects.requireNonNull(generation.model());
    ranker = Objects.requireNonNull(model.ranker());
    width = ranker.width();
    recommender = new Recommender(generation, ServedState.of(data, features), SETTINGS);
    for (int i = 0; i < QUERIES; i++) {
      states.add(recommender.state(query()));
      candidates.add(recommender.candidates(query()));
      vectors.add(Objects.requireNonNull(candidates.get(i).userVector()));
    }
    inputs = new float[SETTINGS.candidates() * width];
    encode();
  }

  private RecommendationQuery query() {
    next = (next + 1) % users.size();
    return RecommendationQuery.forUser(users.get(next), 10);
  }

  /** The user's side, read from the state. */
  @Benchmark
  public QueryState readUser() {
    return recommender.state(query());
  }

  /** The user's vector, the history known from the last time. */
  @Benchmark
  public float[] userTower() {
    return model.userTower().embed(states.get(next++ % QUERIES));
  }

  /** The user's vector after a rating: the recurrence runs over the history. */
  @Benchmark
  public float[] userTowerOfANewHistory() {
    QueryState state = states.get(next++ % QUERIES);
    List<RecentItem> recent = new ArrayList<>(state.recent());
    RecentItem last = recent.getFirst();
    RatedItem rating = last.rating();
    RatedItem moved =
        new RatedItem(rating.getItemId(), rating.getHalfStars(), rating.getTimestamp() + next);
    recent.set(0, new RecentItem(moved, last.item(), last.transitions(), last.vector()));
    return model
        .userTower()
        .embed(
            new QueryState(
                state.userId(), state.aggregates(), state.demographics(), recent, state.now()));
  }

  /** The nearest items of the index, any accepted. */
  @Benchmark
  public List<ScoredItem> retrieve() {
    return model
        .index()
        .search(vectors.get(next++ % QUERIES), SETTINGS.indexCandidates(), id -> true);
  }

  /** All that comes before encoding: user, vector, sources, union, candidates, rating forecasts. */
  @Benchmark
  public Candidates gather() {
    return recommender.candidates(query());
  }

  /** The ranker's inputs of all candidates. */
  @Benchmark
  public float[] encode() {
    Candidates of = candidates.get(next++ % QUERIES);
    for (int i = 0; i < of.size(); i++) {
      of.encodeInput(i, inputs, i * width);
    }
    return inputs;
  }

  /** The ranker's network over 300 candidates. */
  @Benchmark
  public float[] network() {
    return ranker.score(
        SETTINGS.candidates(),
        (row, x0, at) -> System.arraycopy(inputs, row * width, x0, at, width));
  }

  /** A whole query of ten items. */
  @Benchmark
  public List<Recommendation> recommend() {
    return recommender.recommend(query());
  }

  /** A whole query, re-ranked for diversity. */
  @Benchmark
  public List<Recommendation> recommendDiverse() {
    return recommender.recommend(query().steered(DIVERSE));
  }
}
