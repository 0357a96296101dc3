package io.millrace.tests.benchmark.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.schemas.Item;
import io.millrace.trainer.dataset.InteractionColumns;
import io.millrace.trainer.evaluation.ClusteredMean;
import io.millrace.trainer.evaluation.RankMetrics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contest with models that foretell what they are told to. */
final class ContestTest {
  private static final int USERS = 10;
  private static final int RATED = 30;
  private static final int ITEMS = 60;
  private static final Budget BUDGET = new Budget(5, 2, 1e9, 16);

  private static NextItemData data() {
    InteractionColumns columns = new InteractionColumns();
    for (int i = 0; i < ITEMS; i++) {
      columns.putItem(new Item(item(i), "Title", 2000, List.of(), Map.of(), true, null));
    }
    for (int i = 0; i < USERS * RATED; i++) {
      columns.add("user " + i % USERS, item(i / USERS), 1 + i % 10, 60_000L * i, 0, i);
    }
    return NextItemData.of(columns.snapshot(), USERS * RATED);
  }

  /** Ids in the order of their numbers. */
  private static String item(int number) {
    return "item %02d".formatted(number);
  }

  /**
   * Here everybody's next item is the one after the last: a model that puts it at a rank, the
   * better the more steps it made, up to a limit that its rate sets.
   */
  private static final class Foreteller implements NextItemModel {
    private final int best;
    private int steps;

    Foreteller(EncoderSpec spec) {
      this.best = (int) spec.rate();
    }

    @Override
    public double step(Examples examples) {
      steps++;
      return 1;
    }

    @Override
    public float[] encode(PaddedWindows windows, int[] at) {
      float[] users = new float[at.length * ITEMS];
      for (int i = 0; i < at.length; i++) {
        int next = windows.items()[at[i]];
        int rank = Math.max(best, 4 - steps);
        for (int item = next; item < ITEMS; item++) {
          users[i * ITEMS + item] = ITEMS - item;
        }
        // Between that many of the others; of rated items nobody asks.
        users[i * ITEMS + next] = ITEMS - next - rank + 0.5f;
      }
      return users;
    }

    @Override
    public float[] itemVectors() {
      float[] unit = new float[ITEMS * ITEMS];
      for (int item = 0; item < ITEMS; item++) {
        unit[item * ITEMS + item] = 1;
      }
      return unit;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private static EncoderSpec spec(EncoderKind kind, double rate) {
    return new EncoderSpec(kind, ITEMS, 4, 2, ITEMS, 1, new float[1 + ITEMS], 7, 0, rate, 1);
  }

  @Test
  void shouldTellOfEachKindsBestRateAndOfTheDifference() {
    NextItemData data = data();
    Windows windows = new Windows(data, 4);
    Training training =
        new Training(windows, new NextItemJudge(data, windows, 4), BUDGET, (_, _) -> {});
    Contest contest = new Contest(Foreteller::new, training);

    contest.search(List.of(spec(EncoderKind.GRU, 3), spec(EncoderKind.GRU, 2)));
    contest.search(List.of(spec(EncoderKind.ATTENTION_1, 1), spec(EncoderKind.ATTENTION_1, 2)));
    contest.repeat(2);

    List<EncodersReport.Row> rows = contest.rows();
    assertThat(rows).extracting(EncodersReport.Row::kind).containsExactly("gru", "attention-1");
    assertThat(rows).extracting(EncodersReport.Row::rate).containsExactly(2.0, 1.0);
    assertThat(rows).extracting(EncodersReport.Row::seeds).containsOnly(2);
    assertThat(rows.get(0).ndcg().mean()).isCloseTo(RankMetrics.gain(2), within(1e-9));
    assertThat(rows.get(1).ndcg().mean()).isCloseTo(1, within(1e-9));
    assertThat(rows.get(0).toFirst()).isNull();
    assertThat(rows.get(1).toFirst())
        .isNotNull()
        .satisfies(
            more -> assertThat(more.mean()).isCloseTo(1 - RankMetrics.gain(2), within(1e-9)));
    assertThat(contest.fits()).hasSize(6);
  }

  @Test
  void shouldEndAfterTwoEpochsThatAreNotBetter() {
    NextItemData data = data();
    Windows windows = new Windows(data, 4);
    Budget oneStepAnEpoch = new Budget(20, 2, 1e9, Integer.MAX_VALUE);
    Training training =
        new Training(windows, new NextItemJudge(data, windows, 4), oneStepAnEpoch, (_, _) -> {});
    EncoderSpec spec = spec(EncoderKind.GRU, 1);

    Fit fit = training.run(spec, new Foreteller(spec));

    // Ranks 3, 2, 1, and then two that are no better.
    assertThat(fit.epochs()).hasSize(5);
    assertThat(fit.best().number()).isEqualTo(3);
    assertThat(fit.last().told().ndcg()).isCloseTo(1, within(1e-9));
  }

  @Test
  void shouldTakeEventsOfAUserForOneDraw() {
    int[] users = {1, 1, 2, 2};
    Ranks one = new Ranks(users, new int[] {1, 1, 11, 11});
    Ranks none = new Ranks(users, new int[] {11, 11, 11, 11});

    ClusteredMean found = Ranks.difference(List.of(one), List.of(none));

    assertThat(found.mean()).isCloseTo(0.5, within(1e-12));
    // Two users, each of whom is off by 2 x 0.5: the root of 2 / (2 - 1) x (1 + 1), over four.
    assertThat(found.standardError()).isCloseTo(2.0 / 4, within(1e-12));
  }
}
