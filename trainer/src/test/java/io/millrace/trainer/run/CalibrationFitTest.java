package io.millrace.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.ranking.Calibration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CalibrationFitTest {
  private static final double ODDS_1 = 0.5;
  private static final double ODDS_E = Math.E / (1 + Math.E);

  @Test
  void shouldFindTheSlopeAtWhichTheBetterOfTwoWinsAsOftenAsItDid() {
    CalibrationFit fit = new CalibrationFit();
    for (int i = 0; i < 3; i++) {
      fit.add(new double[] {ODDS_E, ODDS_1});
    }
    fit.add(new double[] {ODDS_1, ODDS_E});
    fit.addMissed();

    Calibration found = Objects.requireNonNull(fit.fit());

    // sigmoid(a * 1) = 3 / 4
    assertThat(found.slope()).isCloseTo((float) Math.log(3), within(1e-4f));
    assertThat(found.coverage()).isEqualTo(0.8f);
  }

  @Test
  void shouldRecoverTheSlopeThatListsWereDrawnWith() {
    long seed = 7;
    RandomGenerator random = new SplittableRandom(seed);
    CalibrationFit fit = new CalibrationFit();
    for (int list = 0; list < 20_000; list++) {
      double[] logits = random.doubles(100, -4, 0).toArray();
      int rated = drawn(logits, 1.7, random);
      double[] scores = new double[11];
      scores[0] = sigmoid(logits[rated]);
      for (int k = 1; k < scores.length; k++) {
        int other = random.nextInt(99);
        scores[k] = sigmoid(logits[other < rated ? other : other + 1]);
      }
      fit.add(scores);
    }

    // A standard error of some 0.02.
    assertThat(Objects.requireNonNull(fit.fit()).slope())
        .as("seed %d", seed)
        .isCloseTo(1.7f, within(0.06f));
  }

  @Test
  void shouldSayNothingWhereNoListHeldItsItem() {
    CalibrationFit fit = new CalibrationFit();
    fit.addMissed();

    assertThat(fit.fit()).isNull();
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static int drawn(double[] logits, double slope, RandomGenerator random) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(slope * logit);
    }
    double left = random.nextDouble() * sum;
    int i = 0;
    while (i < logits.length - 1 && (left -= Math.exp(slope * logits[i])) > 0) {
      i++;
    }
    return i;
  }
}
