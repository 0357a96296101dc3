package io.millrace.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topics;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.MillraceProcess;
import io.millrace.tests.rig.ServiceClient.Answer;
import io.millrace.tests.rig.TraceCollector;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On the broker that {@code millrace demo} embeds, with features, trainer and recommend each killed
 * at work and started again: the system does for its users what it does undisturbed.
 */
@Isolated
final class EmbeddedBrokerEndToEndIT extends EndToEndContract {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedBrokerEndToEndIT.class);

  /** Items that have to be in both answers, of the 20 asked for. */
  private static final int LEADING = 10;

  /** Difference of scores between 0 and 1 that the seconds between two answers may make. */
  private static final double CLOSE = 0.05;

  private final EmbeddedBroker broker = EmbeddedBroker.startTemporary();
  private final TraceCollector collector = TraceCollector.start();

  @Override
  KafkaSettings kafka() {
    return broker.kafka();
  }

  @Override
  void stopBroker() {
    broker.close();
    collector.close();
  }

  /** Requests are traced if they ask for it, and no others. */
  @Override
  List<String> settings() {
    return List.of(
        "tracing.endpoint=" + collector.endpoint(),
        "tracing.share=0",
        "tracing.trust_callers=true",
        "tracing.interval=100 ms");
  }

  @Override
  void startFeatures(Deployment on) throws Exception {
    MillraceProcess features = on.startFeatures();
    await("some features", () -> on.topics().end(Topics.USER_FEATURES, false) > 500);
    features.kill();
    on.startFeatures();
  }

  /** Killed while it trains: before any manifest. */
  @Override
  void startTrainer(Deployment on) throws Exception {
    MillraceProcess trainer = on.startTrainer();
    await("training", () -> trainer.output().contains("epoch"));
    trainer.kill();
    on.startTrainer();
  }

  @Test
  @Order(1)
  void shouldHoldWholeGenerationsWhenTheTrainerWasKilled() {
    assertThat(deployment().topics().newest(Topics.MODEL_MANIFESTS).values())
        .allSatisfy(manifest -> assertComplete(manifest, deployment()));
  }

  @Test
  @Order(1)
  void shouldServeTheSameWhenRecommendWasKilled() throws Exception {
    Answer before = recommendations();

    Instant start = Instant.now();
    killRecommend();
    awaitReadiness();
    log.warn(
        "recommend: ready {} ms after the restart",
        Duration.between(start, Instant.now()).toMillis());

    Answer after = recommendations();
    assertThat(after.body().path("modelVersion")).isEqualTo(before.body().path("modelVersion"));
    assertSameAnswer(scores(before), scores(after));
  }

  @Test
  @Order(3)
  void shouldTraceARatingToTheAnswerThatItChanged() throws Exception {
    String path = "/v1/users/traced/recommendations?n=5";
    String liked = client().get(path).itemIds().getFirst();

    Answer rated =
        client()
            .post(
                "/v1/events?wait=applied",
                "{\"userId\":\"traced\",\"itemId\":\"%s\",\"rating\":5}".formatted(liked),
                RatingTrace.HEADERS);
    assertThat(rated.body().path("applied").asBoolean()).as("%s", rated).isTrue();
    assertThat(client().get(path).itemIds()).doesNotContain(liked);
    assertThat(client().get(path).status()).as("owes nothing new to it").isEqualTo(200);

    await("the trace", () -> new RatingTrace(collector.spans()).isWhole());
    RatingTrace trace = new RatingTrace(collector.spans());
    trace.assertLeadsToTheLiveState();
    trace.assertIsLinkedFromOneAnswer();
  }

  @Test
  @Order(4)
  void shouldGoOnAndTellWhenTheCollectorIsAway() throws Exception {
    collector.goAway();

    Answer list =
        client()
            .post("/v1/recommendations", "{\"userId\":\"traced\",\"n\":5}", RatingTrace.HEADERS);

    assertThat(list.itemIds()).hasSize(5);
    await("the warning", () -> deployment().story().contains("does not take spans"));
    assertThat(deployment().story()).doesNotContain("HttpExporter");
  }

  private Answer recommendations() throws InterruptedException {
    return client().get("/v1/users/" + lastEvent().getUserId() + "/recommendations?n=20");
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
}
