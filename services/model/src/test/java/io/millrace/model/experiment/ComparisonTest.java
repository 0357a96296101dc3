package io.millrace.model.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final double ALPHA = 0.05;
  private static final int EXPERIMENTS = 400;
  private static final int USERS = 2000;

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
   * of them: a test that is not made for it would find a difference in some 40 % of the
   * experiments.
   */
  @ParameterizedTest
  @CsvSource({"0.5, 0.1", "0.2, 0.1", "0.5, 0.3"})
  void shouldKeepTheRateOfFalseAlarmsWhenOneLooksAfterEachUser(double share, double chance) {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    Random random = new Random(seed);
    int alarms = 0;
    int naive = 0;
    for (int i = 0; i < EXPERIMENTS; i++) {
      Peeked peeked = peek(random, share, chance, chance);
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
      Peeked peeked = peek(random, 0.5, 0.1, 0.2);
      found += peeked.alarm ? 1 : 0;
      held += peeked.held ? 1 : 0;
    }
    System.out.printf(
        "a chance of 0.2 for 0.1: found in %d of %d, interval held 2 in %d (seed %d)%n",
        found, experiments, held, seed);

    assertThat(found).as("seed %d", seed).isGreaterThan(experiments * 9 / 10);
    assertThat(held).as("seed %d", seed).isGreaterThan(experiments * 85 / 100);
  }

  private record Peeked(boolean alarm, boolean naiveAlarm, boolean held) {}

  private static Peeked peek(Random random, double share, double first, double other) {
    long[] users = new long[2];
    long[] converted = new long[2];
    boolean alarm = false;
    boolean naive = false;
    boolean held = true;
    for (int user = 0; user < USERS; user++) {
      int arm = random.nextDouble() < share ? 1 : 0;
      users[arm]++;
      if (random.nextDouble() >= (arm == 1 ? other : first)) {
        continue;
      }
      converted[arm]++;
      Comparison now =
          Comparison.of(
              new ArmCount(1 - share, users[0], converted[0]),
              new ArmCount(share, users[1], converted[1]),
              ALPHA);
      alarm |= now.differs(ALPHA);
      naive |= Math.abs(z(users, converted)) > 1.96;
      held &= now.ratio().low() <= other / first && now.ratio().high() >= other / first;
    }
    return new Peeked(alarm, naive, held);
  }

  /** What one would do who looks once: two proportions. */
  private static double z(long[] users, long[] converted) {
    if (users[0] < 20 || users[1] < 20) {
      return 0;
    }
    double p = (double) (converted[0] + converted[1]) / (users[0] + users[1]);
    double error = Math.sqrt(p * (1 - p) * (1.0 / users[0] + 1.0 / users[1]));
    double difference = (double) converted[1] / users[1] - (double) converted[0] / users[0];
    return error == 0 ? 0 : difference / error;
  }
}
