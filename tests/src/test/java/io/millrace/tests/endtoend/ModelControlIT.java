package io.millrace.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.recommend.RecommendConfig;
import io.millrace.recommend.RecommendService;
import io.millrace.schemas.Item;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.Topics;
import io.millrace.standalone.Main;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.benchmark.RandomModel;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.ServiceClient;
import io.millrace.tests.rig.ServiceClient.Answer;
import io.millrace.trainer.publication.Contents;
import io.millrace.trainer.publication.Publication;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two replicas on one broker, and commands about models to one of them. */
@Isolated
final class ModelControlIT {
  private static final Logger log = LoggerFactory.getLogger(ModelControlIT.class);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int ROUNDS = 20;

  private final Catalogue data = Catalogue.head(1000);

  @Test
  void shouldFollowOnBothReplicasWhenOneIsTold() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        RecommendService one = replica(broker);
        RecommendService other = replica(broker)) {
      assertThat(Main.run("topics", "create", "--bootstrap-servers", broker.bootstrapServers()))
          .isZero();
      publish(broker);
      one.start();
      other.start();
      try (ServiceClient first = new ServiceClient(one.port());
          ServiceClient second = new ServiceClient(other.port())) {
        awaitServing(first, "g000003");
        awaitServing(second, "g000003");

        assertThat(first.post("/v1/models/rollback", "{}").status()).isEqualTo(200);
        awaitServing(second, "g000002");
        swapToAndFro(first, second);
        assertThat(first.post("/v1/models/promote", "{\"modelVersion\":\"g000003\"}").status())
            .isEqualTo(200);
        awaitServing(second, "g000003");
        commandLine(other.port());
        awaitServing(first, "g000001");
      }
      try (RecommendService late = replica(broker)) {
        late.start();
        try (ServiceClient third = new ServiceClient(late.port())) {
          awaitServing(third, "g000001");
        }
      }
    }
  }

  private static void commandLine(int port) {
    String url = "http://localhost:" + port;
    assertThat(Main.run("models", "list", "--url", url)).isZero();
    assertThat(Main.run("models", "compare", "g000001", "g000002", "--url", url)).isZero();
    assertThat(Main.run("models", "pin", "g000009", "--url", url)).isEqualTo(2);
    assertThat(Main.run("models", "pin", "g000001", "--url", url)).isZero();
    assertThat(Main.run("models", "shadow", "g000002", "--url", url)).isZero();
    assertThat(Main.run("models", "unshadow", "--url", url)).isZero();
  }

  /** Prints how long a command takes to be followed where it was given, and by the other. */
  private static void swapToAndFro(ServiceClient first, ServiceClient second) throws Exception {
    List<Double> here = new ArrayList<>();
    List<Double> there = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      String model = round % 2 == 0 ? "g000003" : "g000002";
      long begin = System.nanoTime();
      Answer answer = first.post("/v1/models/pin", "{\"modelVersion\":\"%s\"}".formatted(model));
      here.add((System.nanoTime() - begin) / 1e6);
      assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
      assertThat(serving(first)).isEqualTo(model);
      while (!serving(second).equals(model)) {
        Thread.onSpinWait();
      }
      there.add((System.nanoTime() - begin) / 1e6);
    }
    here.sort(null);
    there.sort(null);
    log.warn(
        "pin to followed, {} rounds: where it was given median {} ms, longest {} ms; by both"
            + " replicas median {} ms, longest {} ms",
        ROUNDS,
        here.get(ROUNDS / 2),
        here.getLast(),
        there.get(ROUNDS / 2),
        there.getLast());
  }

  private static String serving(ServiceClient client) throws InterruptedException {
    return client.get("/v1/models").body().path("serving").asText();
  }

  private static void awaitServing(ServiceClient client, String generation) throws Exception {
    Patience.await(
        generation + " serves",
        LIMIT,
        () -> serving(client),
        generation::equals,
        () -> "see the log");
  }

  private static RecommendService replica(EmbeddedBroker broker) {
    return new RecommendService(
        broker.kafka(), RecommendConfig.onPort(0), new SimpleMeterRegistry());
  }

  private void publish(EmbeddedBroker broker) throws InterruptedException {
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(broker.kafka().producer("test"))) {
      for (Item item : data.items()) {
        byte[] key = item.getItemId().getBytes(StandardCharsets.UTF_8);
        byte[] value = Topics.ITEMS.codec().encode(item);
        var _ = producer.send(new ProducerRecord<>(Topics.ITEMS.name(), key, value));
      }
      Publication publication = new Publication(producer);
      for (int number = 1; number <= 3; number++) {
        publication.publish(
            "g%06d".formatted(number),
            Contents.whole(RandomModel.of(data, number), data.items()),
            new Judgement(Map.of("ndcg@10", 0.1), Map.of(), Map.of(), Map.of(), Map.of()),
            new Provenance("test", "cpu", Map.of(), "", 1L, "", "", "", 1L, 1.0),
            System.currentTimeMillis());
      }
    }
  }
}
