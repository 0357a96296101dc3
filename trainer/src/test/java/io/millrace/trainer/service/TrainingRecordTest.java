package io.millrace.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Topics;
import io.millrace.schemas.Training;
import io.millrace.schemas.TrainingPoint;
import io.millrace.schemas.TrainingState;
import io.millrace.trainer.TrainingProgress.Stage;
import io.millrace.trainer.TrainingProgress.Step;
import io.millrace.trainer.run.EpochLog;
import org.junit.jupiter.api.Test;

class TrainingRecordTest {
  private final TrainingRecord record = new TrainingRecord("schedule", "fused", "cpu", 1000);

  @Test
  void shouldTellWhereItIsAndHowItEnded() {
    record.ratings(500);
    assertThat(onTheTopic(1000).getSteps()).isZero();
    record.step(new Step(2, 13, "candidate", "retrieval"));
    Training begun = onTheTopic(1500);
    assertThat(begun.getStep()).isEqualTo(2);
    assertThat(begun.getSteps()).isEqualTo(13);
    assertThat(begun.getFit()).isEqualTo("candidate");
    assertThat(begun.getPhase()).isEqualTo("retrieval");
    assertThat(begun.getFraction()).isZero();
    record.stage(new Stage("retrieval", 2, 5, 0.25, 3.5, 0.04), 2000);
    record.epoch(
        new EpochLog(
            "candidate", "retrieval", 1, 10, 4.0, Double.NaN, Double.NaN, 0.03, Double.NaN, 0.1, 2),
        2500);
    Training running = onTheTopic(3000);
    assertThat(running.getTrainingId()).isEqualTo("t0000000001000");
    assertThat(running.getState()).isEqualTo(TrainingState.RUNNING);
    assertThat(running.getLoss()).isEqualTo(3.5);
    assertThat(running.getUpdatedAt()).isEqualTo(3000);
    assertThat(running.getCurve()).hasSize(1);
    assertThat(running.getCurve().getFirst().getEpoch()).isEqualTo(1.25);
    assertThat(running.getHistory().getFirst().getNdcg()).isEqualTo(0.03);

    record.ended(TrainingState.REFUSED, "g000003", "ndcg@10 too low", 4000);

    Training ended = onTheTopic(4000);
    assertThat(ended.getState()).isEqualTo(TrainingState.REFUSED);
    assertThat(ended.getGeneration()).isEqualTo("g000003");
    assertThat(ended.getReason()).isEqualTo("ndcg@10 too low");
    assertThat(ended.getEndedAt()).isEqualTo(4000);
  }

  private Training onTheTopic(long now) {
    return Topics.TRAININGS.codec().decode(Topics.TRAININGS.codec().encode(record.snapshot(now)));
  }

  @Test
  void shouldTellNoLossWhereTheFitDiverged() {
    record.epoch(
        new EpochLog(
            "candidate",
            "retrieval",
            1,
            10,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            0.1,
            2),
        2500);
    assertThat(onTheTopic(3000).getHistory().getFirst().getLoss()).isNull();
  }

  @Test
  void shouldBoundTheCurveAndKeepItsOrderWhenStepsAreMany() {
    int steps = 100_000;
    for (int step = 0; step < steps; step++) {
      record.stage(
          new Stage("retrieval", 1 + 50 * step / steps, 50, (double) step / steps, 1, 0), step);
    }

    Training training = onTheTopic(steps);

    assertThat(training.getCurve()).hasSizeBetween(90, 200);
    assertThat(training.getCurve()).extracting(TrainingPoint::getEpoch).isSorted();
    assertThat(training.getCurve().getLast().getEpoch()).isGreaterThan(45);
  }

  @Test
  void shouldLeaveOutWhatIsNoNumber() {
    record.stage(new Stage("judging", 0, 0, 0.5, Double.NaN, Double.NaN), 2000);

    Training training = onTheTopic(2000);

    assertThat(training.getLoss()).isNull();
    assertThat(training.getNdcg()).isNull();
    assertThat(training.getCurve()).isEmpty();
  }
}
