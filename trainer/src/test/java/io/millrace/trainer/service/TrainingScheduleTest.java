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
    assertThat(schedule.isDue(999, 5000, 0)).isFalse();
    assertThat(schedule.isDue(1000, 1000, 0)).isTrue();
    assertThat(schedule(0, 10, "1 hour").isDue(1_000_000, 1_000_000, 9 * HOUR)).isFalse();
  }

  @Test
  void shouldTrainAgainAfterEnoughNewRatings() {
    TrainingSchedule schedule = schedule(1000, 100, "0 s");
    schedule.begin();
    schedule.learned(5000);
    schedule.end(0);
    assertThat(schedule.isDue(5000, 5099, 9 * HOUR)).isFalse();
    assertThat(schedule.isDue(5000, 5100, 0)).isTrue();
  }

  @Test
  void shouldTrainAgainAfterTheIntervalOnlyWhereSomethingIsNew() {
    TrainingSchedule schedule = schedule(1000, 0, "1 hour");
    schedule.begin();
    schedule.learned(5000);
    schedule.end(7);
    assertThat(schedule.isDue(5000, 5001, HOUR)).isFalse();
    assertThat(schedule.isDue(5000, 5000, 2 * HOUR)).isFalse();
    assertThat(schedule.isDue(5000, 5001, HOUR + 7)).isTrue();
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
    assertThat(schedule.isDue(5000, 4000, 0)).isFalse();
    assertThat(schedule.isDue(5000, 4001, 0)).isTrue();
    assertThat(schedule.isDue(5000, 4100, -2 * HOUR)).isTrue();
  }
}
