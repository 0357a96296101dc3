package io.millrace.trainer.protocol.contender;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.sample.SampleDataset;
import io.millrace.data.sample.SampleSpec;
import io.millrace.model.recommendation.Generation;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.protocol.Runs;
import io.millrace.trainer.protocol.data.EvaluationData;
import org.junit.jupiter.api.Test;

class SystemTrainingIT {
  @Test
  void shouldShareATrainingOfTheSameRatingsAlone() {
    Interactions log =
        EvaluationData.read(new SampleDataset(new SampleSpec(60, 80, 1_500, 3)), 5, null).log();
    int half = log.size() / 2;
    Interactions older = log.where(event -> event < half);
    Interactions newer = log.where(event -> event >= log.size() - half);
    assertThat(newer.size()).isEqualTo(older.size());
    try (SystemTraining system =
        new SystemTraining(Runs.settings().configured(), TrainingProgress.NONE)) {
      Generation first = system.train(older, null);

      assertThat(system.train(older, null)).isSameAs(first);
      assertThat(system.train(newer, null)).isNotSameAs(first);
    }
  }
}
