package io.millrace.recommend.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.feature.EventClock;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.model.retrieval.IndexSettings;
import io.millrace.recommend.state.LiveState;
import io.millrace.schemas.ModelManifest;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecommenderFactoryTest {
  private final LiveState state = new LiveState(new EventClock(InstantSource.system()));
  private final Shelf shelf = new Shelf();
  private final Publication publication = new Publication(shelf);
  private final Generations generations =
      new Generations(
          shelf,
          (topic, partition) -> 10,
          new RecommenderFactory(state, RecommenderSettings.defaults(), IndexSettings.defaults()));

  @AfterEach
  void stop() {
    generations.close();
  }

  @Test
  void shouldKeepServingAndTellWhyWhenBundleIsNotOne() {
    publication.publish("g000001");
    generations.settle();

    assertThat(generations.serving().version()).isEqualTo("g000000");
    assertThat(generations.statuses().getFirst().state()).isEqualTo(ModelStatus.State.CORRUPT);
    assertThat(generations.statuses().getFirst().reason()).contains("bundle");
  }

  @Test
  void shouldTellExpectedAndFoundWhenLayoutIsAnother() {
    ModelManifest manifest = publication.publish("g000001");
    manifest.setLayoutVersion(999);
    publication.put(manifest);
    generations.settle();

    assertThat(generations.statuses().getFirst().reason())
        .isEqualTo("layoutVersion: must be 1, was 999");
  }
}
