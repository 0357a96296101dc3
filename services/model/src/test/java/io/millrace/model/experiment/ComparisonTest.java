package io.millrace.model.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.experiment.TeamDraft.Drafted;
import io.millrace.model.experiment.TeamDraft.Team;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final double ALPHA = 0.05;
  private static final int EXPERIMENTS = 400;
  private static final int USERS = 2000;
  private static final int DUELS = 200;
  private static final int DUEL_USERS = 400;

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "2, 0",
    "5, 3.178053830347946",
    "0.5, 0.5723649429247001",
    "101, 363.73937555556347"
  })
  void shouldTellLogarithmOfFactorials(double x, double expected) {
    assertThat(LogGamma.of(x)).isCloseTo(expected, within(1e-9));
  }

  /** By hand, a flat prior: E = B(2, 1) / B(1, 1) / theta = 1/2 / theta for one toss of heads. */
  @Test
  void shouldComeToWhatIsWorkedByHand() {
    MixtureTest flat = new MixtureTest(1, 1);

    assertThat(flat.pValue(0.1, 1, 1)).isCloseTo(0.2, within(1e-9));
    assertThat(flat.range(0.05, 1, 1).low()).isCloseTo(0.025, within(1e-9));
    assertThat(flat.range(0.05, 1, 1).high()).isEqualTo(1);
    assertThat(flat.range(0.05, 0, 0)).isEqualTo(new MixtureTest.Range(0, 1));
  }

  @Test
  void shouldTellTwiceAsOftenWhateverTheShares() {
    Comparison even =
        Comparison.of(new ArmCount(0.5, 1000, 100), new ArmCount(0.5, 1000, 200), ALPHA);
    Comparison uneven =
        Comparison.of(new ArmCount(0.8, 4000, 400), new ArmCount(0.2, 1000, 200), ALPHA);

    for (Comparison comparison : new Comparison[] {even, uneven}) {
      assertThat(comparison.ratio().value()).isCloseTo(2, within(1e-9));
      assertThat(comparison.ratio().low()).isBetween(1.0, 2.0);
      assertThat(comparison.ratio().high()).isBetween(2.0, 3.5);
      assertThat(comparison.differs(ALPHA)).isTrue();
    }
  }

  @Test
  void shouldTellNothingBeforeThereIsAnything() {
    Comparison none = Comparison.of(new ArmCount(0.5, 0, 0), new ArmCount(0.5, 0, 0), ALPHA);

    assertThat(none.pValue()).isEqualTo(1);
    assertThat(none.ratio()).isEqualTo(new Estimate(1, 0, Double.POSITIVE_INFINITY));
    assertThat(new ArmCount(0.5, 0, 0).rate(ALPHA)).isEqualTo(new Estimate(0, 0, 1));
  }

  /**
   * Two equal arms, users who convert with chances and delays of their own, and a look after each
   * conversion: a test that is not made for it would find a difference in some 40 % of the
   * experiments.
   */
  @ParameterizedTest
  @CsvSource({"0.5, 0.1", "0.2, 0.1", "0.5, 0.3"})
  void shouldKeepTheRateOfFalseAlarmsWhenOneLooksAfterEachConversion(double share, double chance) {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    Random random = new Random(seed);
    int alarms = 0;
    int naive = 0;
    for (int i = 0; i < EXPERIMENTS; i++) {
      Watched peeked = peek(random, share, chance, chance);
      alarms += peeked.alarm ? 1 : 0;
      naive += peeked.naiveAlarm ? 1 : 0;
    }
    double rate = (double) alarms / EXPERIMENTS;
    double naiveRate = (double) naive / EXPERIMENTS;
    System.out.printf(
        "A/A, share %.1f, chance %.1f: alarms %.4f, of a z test %.4f (seed %d)%n",
        share, chance, rate, naiveRate, seed);

    // five standard errors above alpha, which the test must not reach in the mean
    assertThat(rate).as("seed %d", seed).isLessThan(ALPHA + 5 * Math.sqrt(ALPHA / EXPERIMENTS));
    assertThat(naiveRate).as("seed %d", seed).isGreaterThan(2 * ALPHA);
  }

  @Test
  void shouldFindAPlantedDifferenceAndHoldItInTheInterval() {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    Random random = new Random(seed);
    int found = 0;
    int held = 0;
    int experiments = 200;
    for (int i = 0; i < experiments; i++) {
      Watched peeked = peek(random, 0.5, 0.1, 0.2);
      found += peeked.alarm ? 1 : 0;
      held += peeked.held ? 1 : 0;
    }
    System.out.printf(
        "a chance of 0.2 for 0.1: found in %d of %d, interval held 2 in %d (seed %d)%n",
        found, experiments, held, seed);

    assertThat(found).as("seed %d", seed).isGreaterThan(experiments * 9 / 10);
    assertThat(held).as("seed %d", seed).isGreaterThan(experiments * 85 / 100);
  }

  /**
   * Two equal models, whose lists are interleaved: every user is in both arms, clicks more or less
   * than others, and often items of both teams, which are two conversions of which the second was
   * certain.
   */
  @ParameterizedTest
  @CsvSource({"0.05", "0.5"})
  void shouldKeepTheRateOfFalseAlarmsWhenListsAreInterleaved(double chance) {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    Random random = new Random(seed);
    int alarms = 0;
    long twice = 0;
    for (int i = 0; i < DUELS; i++) {
      Duel duel = new Duel(random, chance, chance);
      duel.play();
      alarms += duel.watched.alarm ? 1 : 0;
      twice += duel.twice;
    }
    double rate = (double) alarms / DUELS;
    System.out.printf(
        "interleaved A/A, chance %.2f: alarms %.4f, %.2f of the users convert twice (seed %d)%n",
        chance, rate, (double) twice / DUELS / DUEL_USERS, seed);

    assertThat(twice).as("seed %d", seed).isPositive();
    assertThat(rate).as("seed %d", seed).isLessThan(ALPHA + 5 * Math.sqrt(ALPHA / DUELS));
  }

  @Test
  void shouldFindTheBetterOfTwoInterleavedModels() {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    Random random = new Random(seed);
    int found = 0;
    int duels = 50;
    for (int i = 0; i < duels; i++) {
      Duel duel = new Duel(random, 0.1, 0.2);
      duel.play();
      found += duel.watched.alarm ? 1 : 0;
    }
    System.out.printf(
        "interleaved, 0.2 for 0.1: found in %d of %d (seed %d)%n", found, duels, seed);

    assertThat(found).as("seed %d", seed).isGreaterThan(duels * 8 / 10);
  }

  /** An experiment of {@link #USERS} users, one after the other; each may convert once, later. */
  private static Watched peek(Random random, double share, double first, double other) {
    Watched watched = new Watched(share, other / first);
    PriorityQueue<Conversion> later =
        new PriorityQueue<>(Comparator.comparingDouble(Conversion::at));
    for (int user = 0; user < USERS; user++) {
      while (!later.isEmpty() && later.peek().at <= user) {
        watched.converted(later.poll().arm);
      }
      int arm = random.nextDouble() < share ? 1 : 0;
      watched.shown(arm);
      double own = 0.5 + random.nextDouble();
      if (random.nextDouble() < own * (arm == 1 ? other : first)) {
        double longest = random.nextInt(400);
        later.add(new Conversion(user + longest * random.nextDouble(), arm));
      }
    }
    return watched;
  }

  /**
   * That will come.
   *
   * @param at after so many users
   */
  private record Conversion(double at, int arm) {}

  /** What has been counted of two arms, looked at after each conversion. */
  private static final class Watched {
    private final double share;
    private final double ratio;
    private final long[] users = new long[2];
    private final long[] converted = new long[2];
    private boolean alarm;
    private boolean naiveAlarm;
    private boolean held = true;

    private Watched(double share, double ratio) {
      this.share = share;
      this.ratio = ratio;
    }

    private void shown(int arm) {
      users[arm]++;
    }

    private void converted(int arm) {
      converted[arm]++;
      Comparison now =
          Comparison.of(
              new ArmCount(1 - share, users[0], converted[0]),
              new ArmCount(share, users[1], converted[1]),
              ALPHA);
      alarm |= now.differs(ALPHA);
      naiveAlarm |= Math.abs(z()) > 1.96;
      held &= now.ratio().low() <= ratio && now.ratio().high() >= ratio;
    }

    /** What one would do who looks once: two proportions. */
    private double z() {
      if (users[0] < 20 || users[1] < 20) {
        return 0;
      }
      double p = (double) (converted[0] + converted[1]) / (users[0] + users[1]);
      double error = Math.sqrt(p * (1 - p) * (1.0 / users[0] + 1.0 / users[1]));
      double difference = (double) converted[1] / users[1] - (double) converted[0] / users[0];
      return error == 0 ? 0 : difference / error;
    }
  }

  /** Two models that order the same items by chance; whose items are clicked with which chance. */
  private static final class Duel {
    private final Random random;
    private final double[] chances;
    private final TeamDraft<Integer> draft;
    private final Watched watched;
    private int twice;

    private Duel(Random random, double first, double second) {
      this.random = random;
      this.chances = new double[] {first, second};
      this.draft = new TeamDraft<>(String::valueOf, random);
      this.watched = new Watched(0.5, second / first);
    }

    private void play() {
      for (int user = 0; user < DUEL_USERS; user++) {
        watched.shown(0);
        watched.shown(1);
        boolean[] clicked = new boolean[2];
        double own = 0.5 + random.nextDouble();
        for (int list = random.nextInt(3); list >= 0; list--) {
          show(own, clicked);
        }
        twice += clicked[0] && clicked[1] ? 1 : 0;
      }
    }

    /** Of ten items the best six, the first of which are clicked most. */
    private void show(double own, boolean[] clicked) {
      List<Drafted<Integer>> list = draft.of(order(), order(), 6);
      for (int place = 0; place < list.size(); place++) {
        int arm = list.get(place).team() == Team.FIRST ? 0 : 1;
        if (random.nextDouble() < own * chances[arm] / (1 + place) && !clicked[arm]) {
          clicked[arm] = true;
          watched.converted(arm);
        }
      }
    }

    private List<Integer> order() {
      List<Integer> items = new ArrayList<>(IntStream.range(0, 10).boxed().toList());
      Collections.shuffle(items, random);
      return items;
    }
  }
}
