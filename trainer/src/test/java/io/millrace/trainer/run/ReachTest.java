package io.millrace.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.dataset.InteractionColumns;
import io.millrace.trainer.dataset.Interactions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten thousand ratings, one a second from second 0. */
class ReachTest {
  private static final int RATINGS = 10_000;
  private final Interactions data = ratings();

  private static Interactions ratings() {
    InteractionColumns columns = new InteractionColumns();
    for (int i = 0; i < RATINGS; i++) {
      columns.add("u" + i % 100, "i" + i / 100, 8, i * 1000L, 0, i);
    }
    return columns.snapshot();
  }

  private static TrainerConfig config(int replay) {
    return Configuration.load(null, Map.of("trainer.warm_replay", Integer.toString(replay)))
        .bind("trainer", TrainerConfig.class);
  }

  /** Weights that have learned from everything before a second. */
  private static Bundle before(int second) {
    return new Bundle(
        List.of(),
        FeatureEncoder.fit(List.of(), List.of()),
        List.of(),
        Map.of(WarmStart.TRAINED_UNTIL, Long.toString((second - 1) * 1000L)));
  }

  @ParameterizedTest
  @CsvSource({
    // trained before, replay, fit of those before, first rating of it
    "9500, 10, 10000, 5000",
    "9500, 1, 10000, 8000", // not 500 but 2,000
    "9990, 10, 10000, 8000",
    "9500, 10, 9500, 7500", // nothing new
    "9500, 10, 9000, 7000", // all of it seen, and more
    "8000, 10, 10000, 0",
    "0, 1, 10000, 0"
  })
  void shouldGoOverSomeTimesWhatIsNew(int trained, int replay, int end, int first) {
    assertThat(Reach.of(config(replay), data, end, before(trained)).first(end)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"1", "10", "1000000"})
  void shouldGoOverEverythingFromRandomWeights(int replay) {
    assertThat(Reach.of(config(replay), data, RATINGS, null).first(RATINGS)).isZero();
  }
}
