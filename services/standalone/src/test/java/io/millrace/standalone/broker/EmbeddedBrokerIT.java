package io.millrace.standalone.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicFollower;
import io.millrace.schemas.TopicCreation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  private static final long YEAR_1997 = 874724710_000L;

  @Test
  void shouldKeepWhatItHadWhenStartedAgainOnTheSameDirectory(@TempDir Path directory)
      throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0)) {
      createTopics(broker.kafka());
      send(broker.kafka(), "1", "2");
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0)) {
      List<String> read = new CopyOnWriteArrayList<>();
      try (TopicFollower follower = follow(broker.kafka(), read)) {
        follower.start();
        await(follower::caughtUp);
        assertThat(read).containsExactly("1@0", "2@1");
        assertThat(follower.fractionLoaded()).isEqualTo(1);

        send(broker.kafka(), "3");
        await(() -> read.size() == 3);
        assertThat(read).endsWith("3@2");
        assertThat(follower.position("ratings.v1", 0)).isEqualTo(3);
        assertThat(follower.position("ratings.v1", 7)).isEqualTo(-1);
      }
    }
  }

  @Test
  void shouldReadOnWhenAHandlerThrows() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
      createTopics(broker.kafka());
      List<String> read = new CopyOnWriteArrayList<>();
      TopicFollower.Handler picky =
          record -> {
            String value = new String(record.value(), UTF_8);
            if (value.equals("bad")) {
              throw new IllegalStateException("bad record");
            }
            read.add(value);
          };
      try (TopicFollower follower =
          new TopicFollower(broker.kafka(), "picky", true, Map.of("ratings.v1", picky))) {
        follower.start();
        send(broker.kafka(), "1", "bad", "2");
        await(() -> read.size() == 2);
        assertThat(follower.failures()).isEqualTo(1);
      }
    }
  }

  @Test
  void shouldWaitForTopicsThatAreMissingAtStart() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
      List<String> read = new CopyOnWriteArrayList<>();
      try (TopicFollower follower = follow(broker.kafka(), read)) {
        follower.start();
        assertThat(follower.caughtUp()).isFalse();
        createTopics(broker.kafka());
        send(broker.kafka(), "1");
        await(() -> read.size() == 1);
      }
    }
  }

  @Test
  void shouldNameThePortWhenItIsTaken(@TempDir Path directory) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedBroker.start(directory, taken.getLocalPort()))
          .isInstanceOf(UserFault.class)
          .hasMessageContaining(Integer.toString(taken.getLocalPort()))
          .hasMessageContaining("taken");
    }
  }

  @Test
  void shouldNameTheAddressWhenNoBrokerAnswers() {
    assertThatThrownBy(
            () -> KafkaSettings.of("127.0.0.1:1").requireReachable(Duration.ofMillis(300)))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageContaining("--bootstrap-servers");
  }

  private static TopicFollower follow(KafkaSettings kafka, List<String> read) {
    return new TopicFollower(
        kafka,
        "reader",
        false,
        Map.of("ratings.v1", r -> read.add(new String(r.value(), UTF_8) + "@" + r.offset())));
  }

  private static void createTopics(KafkaSettings kafka) throws InterruptedException {
    try (Admin admin = Admin.create(kafka.admin("test"))) {
      new TopicCreation(1, 1, (short) 1).createMissing(admin);
    }
  }

  private static void send(KafkaSettings kafka, String... values) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer("test"))) {
      for (String value : values) {
        producer
            .send(
                new ProducerRecord<>(
                    "ratings.v1", null, YEAR_1997, "u".getBytes(UTF_8), value.getBytes(UTF_8)))
            .get();
      }
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 30 s").isLessThan(end);
      Thread.sleep(5);
    }
  }
}
