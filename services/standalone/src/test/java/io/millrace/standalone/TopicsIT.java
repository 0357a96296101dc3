package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Topics;
import io.millrace.standalone.broker.EmbeddedBroker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicsIT {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void shouldSayWhichTopicsAreNotAsTheyMustBeAndShowThemAsTheyAre() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
      KafkaSettings kafka = broker.kafka();
      create(kafka, new NewTopic("ratings.v1", 2, (short) 1), "compact", "-1");
      create(kafka, new NewTopic("items.v1", 1, (short) 1), "compact", "60000");

      assertThat(Main.run("topics", "create", "-b", kafka.bootstrapServers())).isEqualTo(2);
      assertThat(text())
          .contains("created " + (Topics.all().size() - 2) + " topics")
          .contains("ratings.v1: partitions: must be 1, was 2; ask for as many")
          .contains("ratings.v1: cleanup.policy: must be delete, was compact; run: kafka-configs")
          .contains("items.v1: retention.ms: must be -1, was 60000")
          .doesNotContain("users.v1:")
          .doesNotContain("\tat ");

      assertThat(Main.run("topics", "describe", "-b", kafka.bootstrapServers())).isZero();
      assertThat(text())
          .containsPattern("ratings.v1 +RatingEvent +2 +0 +compact +for ever")
          .containsPattern("items.v1 +Item +1 +0 +compact +60000 ms")
          .containsPattern("rejects.v1 +Reject +1 +0 +delete +for ever");
    }
  }

  @Test
  void shouldFindNothingWrongWithTheTopicsItCreated() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
      String servers = broker.kafka().bootstrapServers();

      assertThat(Main.run("topics", "create", "-b", servers)).isZero();
      assertThat(Main.run("topics", "create", "-b", servers)).isZero();
      assertThat(text()).contains("created " + Topics.all().size() + " topics", "created 0 topics");
    }
  }

  private static void create(KafkaSettings kafka, NewTopic topic, String cleanup, String retention)
      throws Exception {
    try (Admin admin = Admin.create(kafka.admin("test"))) {
      Map<String, String> settings = Map.of("cleanup.policy", cleanup, "retention.ms", retention);
      admin.createTopics(List.of(topic.configs(settings))).all().get();
    }
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
