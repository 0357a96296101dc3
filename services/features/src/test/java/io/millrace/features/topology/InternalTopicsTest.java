package io.millrace.features.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.FeatureMetrics;
import io.millrace.features.catalogue.CatalogueBarrier;
import io.millrace.features.experiment.ExperimentTopology;
import io.millrace.features.registry.RatingReader;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.runtime.tracing.Tracing;
import java.time.InstantSource;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/** The names as a broker has them: those that {@code RatingsErasureIT} finds, spelled out. */
class InternalTopicsTest {
  @Test
  void shouldNameChangelogsAndRepartitionTopicsOfTheFeatures() {
    TopologySettings settings =
        new TopologySettings(
            FeatureSettings.defaults(),
            MemorySettings.defaults(),
            RatingReader.withoutRegistry(),
            1,
            1,
            InstantSource.system(),
            CatalogueBarrier.NONE,
            Tracing.off());
    Topology topology =
        FeatureTopology.build(settings, new FeatureMetrics(new SimpleMeterRegistry()));

    assertThat(InternalTopics.of("app", topology))
        .containsExactlyInAnyOrder(
            "app-users-changelog",
            "app-user-items-changelog",
            "app-items-changelog",
            "app-transitions-changelog",
            "app-misrouted-repartition",
            "app-item-work-repartition");
  }

  @Test
  void shouldNameThoseOfTheExperiments() {
    Topology topology = ExperimentTopology.build(RatingReader.withoutRegistry(), 1);

    assertThat(InternalTopics.of("app-experiments", topology))
        .containsExactlyInAnyOrder(
            "app-experiments-experiment-lists-changelog",
            "app-experiments-experiment-users-changelog",
            "app-experiments-experiment-tallies-changelog",
            "app-experiments-experiment-feedback-repartition");
  }
}
