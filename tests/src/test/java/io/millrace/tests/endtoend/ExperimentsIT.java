package io.millrace.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.Item;
import io.millrace.schemas.Topics;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.ServiceClient;
import io.millrace.tests.rig.ServiceClient.Answer;
import io.millrace.tests.rig.UntrainedSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An experiment from its definition to its counts, over a broker. */
final class ExperimentsIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int USERS = 20;

  @Test
  void shouldCountListsClicksAndLikesByArm(@TempDir Path directory) throws Exception {
    try (UntrainedSystem system = UntrainedSystem.start(directory)) {
      sendCatalogue(system.broker());
      try (ServiceClient client = new ServiceClient(system.port())) {
        String definition =
            "{\"arms\":[{\"name\":\"control\"},{\"name\":\"diverse\",\"diversity\":0.3}]}";
        String interleaved =
            "{\"layer\":\"lists\",\"method\":\"interleaving\","
                + "\"arms\":[{\"name\":\"control\"},{\"name\":\"diverse\",\"diversity\":0.9}]}";
        Patience.await(
            "the experiment and a catalogue",
            LIMIT,
            () ->
                client.put("/v1/experiments/x", definition).status() == 200
                    && client.put("/v1/experiments/y", interleaved).status() == 200
                    && client.get("/v1/users/early/recommendations").status() == 200
                    && sum(client, "x", "users") > 0
                    && sum(client, "y", "users") > 0,
            done -> done,
            () -> "see the log");
        List<String> shown = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
          shown.add(showAndClick(client, "u" + user));
        }
        awaitCount(client, "clicks");
        for (int user = 0; user < USERS; user++) {
          like(client, "u" + user, shown.get(user));
        }
        awaitCount(client, "likes");
        // and the one who asked until all was there
        assertThat(sum(client, "x", "users")).isEqualTo(USERS + 1);
        assertThat(sum(client, "y", "users")).as("each is in both arms").isEqualTo(2 * (USERS + 1));
      }
    }
  }

  private static void awaitCount(ServiceClient client, String field) throws Exception {
    Patience.await(
        field,
        LIMIT,
        () -> Math.min(sum(client, "x", field), sum(client, "y", field)),
        count -> count == USERS,
        () -> "see the log");
    assertThat(sum(client, "x", field)).isEqualTo(USERS);
    assertThat(sum(client, "y", field)).as("each counts for one arm").isEqualTo(USERS);
  }

  /** Clicks the first of the list, and returns the second. */
  private static String showAndClick(ServiceClient client, String user)
      throws InterruptedException {
    Answer list = client.get("/v1/users/" + user + "/recommendations?n=5");
    String id = list.body().path("recommendationId").asText();
    String click =
        "{\"recommendationId\":\"%s\",\"itemId\":\"%s\",\"type\":\"click\"}"
            .formatted(id, list.itemIds().getFirst());
    assertThat(client.post("/v1/feedback", click).status()).isEqualTo(202);
    return list.itemIds().get(1);
  }

  private static void like(ServiceClient client, String user, String item)
      throws InterruptedException {
    String event = "{\"userId\":\"%s\",\"itemId\":\"%s\",\"rating\":5}".formatted(user, item);
    assertThat(client.post("/v1/events?wait=applied", event).status()).isIn(200, 202);
  }

  private static long sum(ServiceClient client, String id, String field)
      throws InterruptedException {
    long sum = 0;
    for (JsonNode arm : client.get("/v1/experiments/" + id).body().path("arms")) {
      sum += arm.path(field).asLong();
    }
    return sum;
  }

  private static void sendCatalogue(EmbeddedBroker broker) {
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(broker.kafka().producer("test"))) {
      for (Item item : Catalogue.head(1000).items()) {
        byte[] key = item.getItemId().getBytes(StandardCharsets.UTF_8);
        byte[] value = Topics.ITEMS.codec().encode(item);
        var _ = producer.send(new ProducerRecord<>(Topics.ITEMS.name(), null, 0L, key, value));
      }
    }
  }
}
