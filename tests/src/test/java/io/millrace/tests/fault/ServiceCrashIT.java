package io.millrace.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topics;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.FeatureComparison;
import io.millrace.tests.rig.MillraceProcess;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.ServiceClient;
import io.millrace.tests.rig.ServiceClient.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Features, trainer and recommend, each killed at work and started again. */
final class ServiceCrashIT {
  private static final Logger log = LoggerFactory.getLogger(ServiceCrashIT.class);
  private static final int EVENTS = 20_000;

  /** Items that have to be in both answers, of the 20 asked for. */
  private static final int LEADING = 10;

  /** Difference of scores between 0 and 1 that the seconds between two answers may make. */
  private static final double CLOSE = 0.05;

  private final Catalogue data = Catalogue.head(EVENTS);
  private final int port = Deployment.freePort();

  @Test
  void shouldServeTheSameWhenEachServiceWasKilled(@TempDir Path directory) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        Deployment deployment = new Deployment(broker.kafka(), directory);
        ServiceClient client = new ServiceClient(port)) {
      deployment.createTopics();
      deployment.replay(data);
      killFeatures(deployment);
      MillraceProcess recommend = deployment.startRecommend(port);
      await(deployment, "features of every event", () -> examples(deployment) == EVENTS);
      killTrainer(deployment);
      await(deployment, "readiness", () -> client.get("/health/ready").status() == 200);
      Answer before = recommendations(client);

      recommend.kill();
      Instant start = Instant.now();
      deployment.startRecommend(port);
      await(deployment, "readiness again", () -> client.get("/health/ready").status() == 200);
      log.warn(
          "recommend: ready {} ms after the restart",
          Duration.between(start, Instant.now()).toMillis());

      Answer after = recommendations(client);
      assertThat(after.body().path("modelVersion")).isEqualTo(before.body().path("modelVersion"));
      assertSameAnswer(scores(before), scores(after));
      new FeatureComparison(data).assertHeldBy(deployment.topics());
      assertThat(deployment.topics().newest(Topics.MODEL_MANIFESTS).values())
          .allSatisfy(manifest -> assertComplete(manifest, deployment));
    }
  }

  private static void killFeatures(Deployment deployment) throws Exception {
    MillraceProcess features = deployment.startFeatures();
    await(
        deployment,
        "some features",
        () -> deployment.topics().end(Topics.USER_FEATURES, false) > 500);
    features.kill();
    deployment.startFeatures();
  }

  /** While it trains: before any manifest. */
  private static void killTrainer(Deployment deployment) throws Exception {
    MillraceProcess trainer = deployment.startTrainer();
    await(deployment, "training", () -> trainer.output().contains("epoch"));
    trainer.kill();
    deployment.startTrainer();
  }

  private static long examples(Deployment deployment) {
    return deployment.topics().newest(Topics.TRAINING_EXAMPLES).size();
  }

  private Answer recommendations(ServiceClient client) throws InterruptedException {
    String user = data.events().getLast().getUserId();
    return client.get("/v1/users/" + user + "/recommendations?n=20");
  }

  private static Map<String, Double> scores(Answer answer) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (JsonNode item : answer.body().path("items")) {
      scores.put(item.path("itemId").asText(), item.path("score").asDouble());
    }
    return scores;
  }

  /**
   * The event clock goes on between the two answers, and with it what is counted by age: scores
   * move a little, and neighbours may change places. What led before still leads, with about its
   * score.
   */
  private static void assertSameAnswer(Map<String, Double> before, Map<String, Double> after) {
    assertThat(after).hasSameSizeAs(before);
    List<String> leading = List.copyOf(before.keySet()).subList(0, LEADING);
    assertThat(after).containsKeys(leading.toArray(String[]::new));
    assertThat(leading)
        .allSatisfy(item -> assertThat(after.get(item)).isCloseTo(before.get(item), within(CLOSE)));
  }

  private static void assertComplete(ModelManifest manifest, Deployment deployment) {
    if (manifest.getVerdict() == GateVerdict.PUBLISHED) {
      String prefix = manifest.getGeneration() + "\0";
      assertThat(rows(deployment.topics().newest(Topics.ITEM_EMBEDDINGS).keySet(), prefix))
          .isEqualTo(
              manifest.getDelta() == null
                  ? manifest.getEmbeddingRows()
                  : manifest.getDelta().getEmbeddingRows());
      assertThat(rows(deployment.topics().newest(Topics.MODEL_CHUNKS).keySet(), prefix))
          .isEqualTo(manifest.getChunks());
    }
  }

  private static long rows(Set<String> keys, String prefix) {
    return keys.stream().filter(key -> key.startsWith(prefix)).count();
  }

  private static void await(Deployment deployment, String what, Callable<Boolean> condition)
      throws Exception {
    Patience.await(what, Deployment.PATIENCE, condition, Boolean.TRUE::equals, deployment::story);
  }
}
