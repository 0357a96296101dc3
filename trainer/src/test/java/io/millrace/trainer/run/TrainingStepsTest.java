package io.millrace.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Datasets;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.engine.Engines;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.protocol.data.EvaluationData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training says before its first step how many there will be; that many must come. */
class TrainingStepsTest {
  private static Interactions log;
  private static Interactions earlier;
  private static @Nullable Bundle live;

  /** What was told. */
  private static final class Told implements TrainingProgress {
    private final List<Step> steps = new ArrayList<>();
    private int ends;

    @Override
    public void begins(Step step) {
      assertThat(ends).isZero();
      steps.add(step);
    }

    @Override
    public void update(Stage stage) {
      assertThat(steps).as("a step before %s", stage.phase()).isNotEmpty();
    }

    @Override
    public void ended() {
      ends++;
    }
  }

  private static TrainingSettings settings(Map<String, String> further) {
    Map<String, String> small = new HashMap<>();
    small.put("trainer.embedding_dim", "16");
    small.put("trainer.user_tower_dims", "[32]");
    small.put("trainer.item_tower_dims", "[32]");
    small.put("trainer.dnn_dims", "[8]");
    small.put("trainer.batch_size", "256");
    small.put("trainer.pool_size", "256");
    small.put("trainer.epochs_retrieval", "1");
    small.put("trainer.epochs_ranking", "1");
    small.put("trainer.ranker_max_examples", "200");
    small.put("trainer.update_examples", "1000");
    small.put("trainer.rating_factors", "2");
    small.put("trainer.gate_tolerance", "1");
    small.putAll(further);
    return new TrainingSettings(
        Configuration.load(null, small).bind("trainer", TrainerConfig.class),
        FeatureSettings.defaults(),
        RecommenderSettings.defaults());
  }

  private static Told told(Map<String, String> further, Consumer<TrainingRun> use) {
    Told told = new Told();
    TrainingSettings settings = settings(further);
    try (Engine engine = Engines.open(settings.config())) {
      use.accept(new TrainingRun(settings, engine, told));
    }
    return told;
  }

  @BeforeAll
  static void train(@TempDir Path directory) {
    Interactions all = EvaluationData.read(Datasets.open("sample", directory), 5, null).log();
    log = all.where(event -> event < 5000);
    earlier = all.where(event -> event < 3500);
    told(Map.of(), run -> live = run.fit(earlier, null));
  }

  private static void assertAllCame(Told told) {
    int steps = told.steps.size();
    assertThat(told.steps)
        .extracting(TrainingProgress.Step::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, steps).boxed().toList());
    assertThat(told.steps).allMatch(step -> step.of() == steps, "of " + steps);
    assertThat(told.ends).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 13", "0, 12"})
  void shouldComeToItsLastStepWhenTrainedAfresh(int finish, int steps) {
    Told told =
        told(Map.of("trainer.finish_epochs", Integer.toString(finish)), run -> run.fit(log, null));

    assertAllCame(told);
    assertThat(told.steps)
        .extracting(TrainingProgress.Step::phase)
        .startsWith("inputs", "retrieval", "ratings", "candidates", "ranking")
        .hasSize(steps);
  }

  /** They have gone over everything by then. */
  @Test
  void shouldCountNoLastPassesWhereTheTowersLearnWithTheRanker() {
    assertThat(Fit.steps(settings(Map.of("trainer.mode", "joint")).config(), false)).isEqualTo(6);
    assertThat(Fit.steps(settings(Map.of("trainer.mode", "staged")).config(), false)).isEqualTo(7);
  }

  @Test
  void shouldComeToItsLastStepWhenTheGateLetsItPass() {
    Told told =
        told(
            Map.of(),
            run -> assertThat(run.run(log, null, null).bundle()).as("published").isNotNull());

    assertAllCame(told);
    assertThat(told.steps)
        .extracting(TrainingProgress.Step::phase)
        .containsSequence("judging", "judging P3");
    assertThat(told.steps).extracting(TrainingProgress.Step::fit).contains("refit");
  }

  @Test
  void shouldCountWhatServesTooWhenItIsJudgedBesideIt() {
    Bundle serving = Objects.requireNonNull(live);
    Told told =
        told(
            Map.of(),
            run -> assertThat(run.run(log, serving, serving).bundle()).as("published").isNotNull());

    assertAllCame(told);
    assertThat(told.steps).anyMatch(step -> step.fit().equals("live"));
  }

  @Test
  void shouldJudgeAnUpdateBesideTheLastTrainingToo() {
    Bundle trained = Objects.requireNonNull(live);
    List<Bundle> updated = new ArrayList<>();
    told(Map.of(), run -> updated.add(run.fitUpdate(log.where(event -> event < 4000), trained)));
    Told told = told(Map.of(), run -> run.runUpdate(log, updated.getFirst(), trained));

    assertThat(told.steps).filteredOn(step -> step.fit().equals("live")).hasSize(2);
    assertAllCame(told);
  }

  @Test
  void shouldComeToItsLastStepWhenItOnlyGoesOn() {
    Bundle serving = Objects.requireNonNull(live);

    assertAllCame(told(Map.of(), run -> run.fit(log, serving)));
    assertAllCame(told(Map.of(), run -> run.fitUpdate(log, serving)));
    assertAllCame(
        told(
            Map.of(),
            run ->
                assertThat(run.runUpdate(log, serving, serving).bundle())
                    .as("published")
                    .isNotNull()));
    assertAllCame(told(Map.of(), run -> run.candidate(log)));
  }

  @Test
  void shouldStopShortAndSayThatItEndedWhenTheGateRefuses() {
    Told told =
        told(
            Map.of(),
            run ->
                assertThat(run.run(log.where(event -> event < 250), null, null).refusal())
                    .isNotNull());

    assertThat(told.steps.getLast().number()).isLessThan(told.steps.getLast().of());
    assertThat(told.ends).isEqualTo(1);
  }
}
