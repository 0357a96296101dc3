package io.millrace.trainer.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Facts;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.EventSignals;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.RecentItem;
import io.millrace.model.encode.UserBuckets;
import io.millrace.model.feature.TransitionRow;
import io.millrace.model.ranking.Ranker;
import io.millrace.model.retrieval.ItemTower;
import io.millrace.model.retrieval.UserTower;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What an engine's exported bundle computes in serving, against the networks it was trained with.
 */
public abstract class InferenceParityContract {
  private static final int ITEMS = 12;
  private static final int DIM = 8;
  private static final int HISTORY = 4;
  private static final int BUCKETS = 10;

  private final List<Item> items =
      IntStream.range(0, ITEMS)
          .mapToObj(
              i ->
                  new Item(
                      "i%02d".formatted(i),
                      "title " + i,
                      1980 + i,
                      List.of(i % 2 == 0 ? "Drama" : "War"),
                      Map.of(),
                      true,
                      null))
          .toList();
  private final FeatureEncoder encoder = FeatureEncoder.fit(items, List.of());

  /** The engine to judge, of one thread; closed here. */
  protected abstract Engine open();

  @Test
  void shouldEmbedAndRankAsTheNetworksDo() {
    int inputWidth = DIM + encoder.pairWidth();
    try (Engine engine = open();
        TwoTowerLearner towers = engine.towers(towerSpec(UserHistory.POOLED));
        RankerLearner ranker = engine.ranker(rankerSpec(inputWidth))) {
      for (int step = 0; step < 5; step++) {
        towers.step(batch(step));
        ranker.step(rankingBatch(inputWidth, step), null);
      }
      Bundle read = Bundle.read(bundle(towers, ranker).write());
      checkItems(towers, read);
      checkUser(towers, read);
      checkRanker(ranker, read, inputWidth);
    }
  }

  private Bundle bundle(TwoTowerLearner towers, RankerLearner ranker) {
    List<Tensor> tensors = new ArrayList<>(towers.export());
    tensors.addAll(ranker.export());
    return new Bundle(
        items.stream().map(Item::getItemId).toList(),
        encoder,
        tensors,
        new Facts(HISTORY, 0.8).toMap());
  }

  /** Overridden where an engine has more to show. */
  protected RankerSpec rankerSpec(int inputWidth) {
    return new RankerSpec(
        inputWidth, 3, 0, List.of(16, 8, 4), 0.01, 0, 0.7, 0.3, 0.5, 1, 5, Map.of());
  }

  private void checkItems(TwoTowerLearner towers, Bundle bundle) {
    float[] expected = towers.embedItems();
    float[][] served = ItemTower.embedAll(bundle, items);
    for (int i = 0; i < ITEMS; i++) {
      for (int k = 0; k < DIM; k++) {
        assertThat(served[i][k]).isCloseTo(expected[(i + 1) * DIM + k], within(2e-5f));
      }
    }
  }

  private void checkUser(TwoTowerLearner towers, Bundle bundle) {
    List<RecentItem> recent = new ArrayList<>();
    for (String id : List.of("i03", "i07")) {
      recent.add(new RecentItem(new RatedItem(id, 8, 1000L), null, TransitionRow.EMPTY, null));
    }
    float[] dense = new float[encoder.userWidth()];
    encoder.encodeUser(null, null, 5000, dense, 0);
    float[] expected =
        towers.embedUsers(
            1, new int[] {UserBuckets.row("u1", BUCKETS)}, dense, new int[] {4, 8, 0, 0});
    float[] served = new UserTower(bundle).embed(new QueryState("u1", null, null, recent, 5000));
    for (int k = 0; k < DIM; k++) {
      assertThat(served[k]).isCloseTo(expected[k], within(2e-5f));
    }
  }

  @Test
  void shouldEmbedSequencesAsTheNetworksDoWhereTheEngineLearnsThem() {
    try (Engine engine = open()) {
      assumeTrue(
          engine.history(UserHistory.SEQUENCE) == UserHistory.SEQUENCE,
          () -> "engine %s learns pooled histories only".formatted(engine.name()));
      try (TwoTowerLearner towers = engine.towers(towerSpec(UserHistory.SEQUENCE))) {
        for (int step = 0; step < 5; step++) {
          towers.step(sequences(step));
        }
        Bundle bundle =
            new Bundle(
                items.stream().map(Item::getItemId).toList(),
                encoder,
                towers.export(),
                new Facts(HISTORY, 0.8).toMap());
        checkSequence(towers, Bundle.read(bundle.write()));
      }
    }
  }

  /** Two sequences of ten. */
  private RetrievalBatch sequences(long seed) {
    Random random = new Random(seed + 50);
    int[] starts = IntStream.rangeClosed(0, 10).map(step -> 2 * step).toArray();
    return batch(seed)
        .with(
            new EventSequences(
                10,
                starts,
                random.ints(20, 0, ITEMS + 1).toArray(),
                random(20 * EventSignals.WIDTH, seed),
                new int[] {18, 19}));
  }

  private void checkSequence(TwoTowerLearner towers, Bundle bundle) {
    List<RecentItem> newestFirst = new ArrayList<>();
    // the fifth back is beyond the history
    List<String> ids = List.of("i05", "unknown", "i03", "i07", "i01");
    for (int k = 0; k < ids.size(); k++) {
      String id = ids.get(k);
      Item item = items.stream().filter(i -> i.getItemId().equals(id)).findAny().orElse(null);
      RatedItem rating = new RatedItem(id, 10 - k, 9_000_000L - 4_000_000L * k);
      newestFirst.add(new RecentItem(rating, item, TransitionRow.EMPTY, null));
    }
    float[] signals = new float[5 * EventSignals.WIDTH];
    EventSignals.encode(7, -1, signals, 0);
    for (int step = 1; step < 4; step++) {
      EventSignals.encode(7 + step, 4_000_000, signals, step * EventSignals.WIDTH);
    }
    float[] dense = new float[5 * encoder.userWidth()];
    encoder.encodeUser(null, null, 10_000_000, dense, 4 * encoder.userWidth());
    int[] users = new int[5];
    users[4] = UserBuckets.row("u1", BUCKETS);
    EventSequences events =
        new EventSequences(
            5, new int[] {0, 1, 2, 3, 4, 5}, new int[] {8, 4, 0, 6, 0}, signals, new int[] {4});
    float[] expected = towers.embedUsers(users, dense, events);
    float[] served =
        new UserTower(bundle).embed(new QueryState("u1", null, null, newestFirst, 10_000_000));
    for (int k = 0; k < DIM; k++) {
      assertThat(served[k]).isCloseTo(expected[4 * DIM + k], within(2e-5f));
    }
  }

  private static void checkRanker(RankerLearner ranker, Bundle bundle, int width) {
    float[] input = random(5 * width, 99);
    float[] expected = ranker.score(5, input);
    Ranker.Heads[] served =
        new Ranker(bundle)
            .heads(5, (row, x0, at) -> System.arraycopy(input, row * width, x0, at, width));
    for (int i = 0; i < 5; i++) {
      assertThat(served[i].rating()).isCloseTo(expected[2 * i], within(1e-3f));
      assertThat(served[i].click()).isCloseTo(expected[2 * i + 1], within(1e-3f));
    }
  }

  private TwoTowerSpec towerSpec(UserHistory history) {
    int width = encoder.itemWidth();
    float[] dense = new float[(1 + ITEMS) * width];
    for (int i = 0; i < ITEMS; i++) {
      encoder.encodeItem(items.get(i), dense, (i + 1) * width);
    }
    return new TwoTowerSpec(
        DIM,
        ITEMS,
        BUCKETS,
        encoder.userWidth(),
        width,
        dense,
        List.of(16, 8),
        List.of(16, 8),
        0.1,
        0.1,
        HISTORY,
        0.8,
        history,
        EventSignals.WIDTH,
        0.01,
        0,
        NegativeSampling.MIXED,
        3,
        2,
        1,
        Map.of());
  }

  private RetrievalBatch batch(long seed) {
    int n = 20;
    Random random = new Random(seed);
    return new RetrievalBatch(
        n,
        random.ints(n, 0, BUCKETS + 1).toArray(),
        random(n * encoder.userWidth(), seed),
        random.ints((long) n * HISTORY, 0, ITEMS + 1).toArray(),
        null,
        random.ints(n, 0, ITEMS).toArray(),
        IntStream.rangeClosed(1, ITEMS).toArray(),
        new float[ITEMS],
        new int[n + 1],
        new int[0],
        seed);
  }

  private static RankingBatch rankingBatch(int width, long seed) {
    boolean[] rated = new boolean[16];
    rated[0] = true;
    float[] click = new float[16];
    click[0] = 1;
    return new RankingBatch(16, random(16 * width, seed), new float[16], rated, click);
  }

  private static float[] random(int n, long seed) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian() * 0.5f;
    }
    return values;
  }
}
