package io.millrace.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingScheduleTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private static TrainingSchedule schedule(int first, int fresh, String interval) {
    Map<String, String> settings =
        Map.of(
            "trainer.first_training", Integer.toString(first),
            "trainer.new_events", Integer.toString(fresh),
            "trainer.interval", interval);
    return new TrainingSchedule(
        Configuration.load(null, settings).bind("trainer", TrainerConfig.class));
  }

  @Test
  void shouldTrainFirstWhenThereAreEnoughRatings() {
    TrainingSchedule schedule = schedule(1000, 0, "0 s");
    assertThat(schedule.isDue(999, 5000, false, 0)).isFalse();
    assertThat(schedule.isDue(1000, 1000, false, 0)).isTrue();
    assertThat(schedule(0, 10, "1 hour").isDue(1_000_000, 1_000_000, false, 9 * HOUR)).isFalse();
  }

  @Test
  void shouldTrainAgainAfterEnoughNewRatings() {
    TrainingSchedule schedule = schedule(1000, 100, "0 s");
    schedule.begin();
    schedule.learned(5000);
    schedule.end(0);
    assertThat(schedule.isDue(5000, 5099, true, 9 * HOUR)).isFalse();
    assertThat(schedule.isDue(5000, 5100, true, 0)).isTrue();
  }

  @Test
  void shouldTrainAgainOnTwiceAsManyRatingsWhileNothingServes() {
    TrainingSchedule schedule = schedule(1000, 100_000, "0 s");
    schedule.begin();
    schedule.learned(1100);
    schedule.end(0);
    assertThat(schedule.isDue(2199, 2199, false, 0)).isFalse();
    assertThat(schedule.isDue(2200, 2200, false, 0)).isTrue();
    assertThat(schedule.isDue(2200, 2200, true, 0)).as("one serves").isFalse();
    schedule.learned(2200);
    assertThat(schedule.isDue(4399, 4399, false, 0)).isFalse();
    assertThat(schedule.isDue(4400, 4400, false, 0)).isTrue();
  }

  @Test
  void shouldNotTrainByItselfWhenTheFirstTrainingIsLeftToOthers() {
    TrainingSchedule schedule = schedule(0, 100_000, "0 s");
    schedule.begin();
    schedule.learned(1100);
    assertThat(schedule.isDue(90_000, 90_000, false, 0)).isFalse();
  }

  @Test
  void shouldTrainAgainAfterTheIntervalOnlyWhereEnoughIsNew() {
    TrainingSchedule schedule = schedule(1000, 0, "1 hour");
    schedule.begin();
    schedule.learned(5000);
    schedule.end(7);
    assertThat(schedule.isDue(5000, 5500, true, HOUR)).isFalse();
    assertThat(schedule.isDue(5000, 5499, true, 2 * HOUR)).as("too few to judge on").isFalse();
    assertThat(schedule.isDue(5000, 5500, true, HOUR + 7)).isTrue();
    assertThat(schedule.isDue(5000, 5000, false, 2 * HOUR)).isFalse();
    assertThat(schedule.isDue(5000, 5001, false, HOUR + 7)).as("nothing serves").isTrue();
  }

  @Test
  void shouldUpdateAfterEnoughNewRatingsSinceTheLastTrainingOrUpdate() {
    TrainingSchedule schedule =
        new TrainingSchedule(
            Configuration.load(null, Map.of("trainer.update_events", "2000"))
                .bind("trainer", TrainerConfig.class));
    assertThat(schedule.isUpdateDue(9000)).as("before any training").isFalse();
    schedule.begin();
    schedule.learned(5000);
    assertThat(schedule.isUpdateDue(6999)).isFalse();
    assertThat(schedule.isUpdateDue(7000)).isTrue();
    schedule.updated(7100);
    assertThat(schedule.isUpdateDue(9099)).isFalse();
    assertThat(schedule.isUpdateDue(9100)).isTrue();
  }

  @Test
  void shouldGoOnFromAnEarlierProcess() {
    TrainingSchedule schedule = schedule(1000, 100, "1 hour");
    schedule.resume(4000, -2 * HOUR);
    assertThat(schedule.attempted()).isTrue();
    assertThat(schedule.isDue(5000, 4000, true, 0)).isFalse();
    assertThat(schedule.isDue(5000, 4001, false, 0)).isTrue();
    assertThat(schedule.isDue(5000, 4100, true, -2 * HOUR)).isTrue();
  }
}
