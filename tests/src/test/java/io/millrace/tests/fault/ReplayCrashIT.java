package io.millrace.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.MillraceProcess;
import io.millrace.tests.rig.Patience;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class ReplayCrashIT {
  private static final int EVENTS = 6_000;

  private final Catalogue data = Catalogue.head(EVENTS);

  @Test
  void shouldPlayEveryEventOnceAndInOrderWhenKilledAndResumed(@TempDir Path directory)
      throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        Deployment deployment = new Deployment(broker.kafka(), directory)) {
      deployment.createTopics();
      killAfter(1_000, deployment);
      killAfter(2_500, deployment);
      deployment.replay(data);

      assertThat(played(deployment)).isEqualTo(data.events());
    }
  }

  private void killAfter(long events, Deployment deployment) throws Exception {
    MillraceProcess replay = deployment.startReplay(data, "1000/s");
    Patience.await(
        events + " events",
        Deployment.PATIENCE,
        () -> deployment.topics().end(Topics.RATINGS, true),
        end -> end >= events,
        deployment::story);
    replay.kill();
  }

  private static List<RatingEvent> played(Deployment deployment) {
    return deployment.topics().records(Topics.RATINGS.name()).stream()
        .map(ConsumerRecord::value)
        .map(Topics.RATINGS.codec()::decode)
        .map(ReplayCrashIT::withoutId)
        .toList();
  }

  private static RatingEvent withoutId(RatingEvent event) {
    return new RatingEvent(
        event.getUserId(), event.getItemId(), event.getRating(), event.getTimestamp(), null);
  }
}
