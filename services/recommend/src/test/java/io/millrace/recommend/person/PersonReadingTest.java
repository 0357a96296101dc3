package io.millrace.recommend.person;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.http.RequestFault;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PersonReadingTest {
  private static final Node[] NODES = {};
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> held = new HashMap<>();

  /** Gives what is held of a partition when it is assigned. */
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized void assign(java.util.Collection<TopicPartition> partitions) {
          super.assign(partitions);
          partitions.forEach(
              partition -> {
                updateBeginningOffsets(Map.of(partition, 0L));
                held.getOrDefault(partition, List.of()).forEach(this::addRecord);
              });
        }
      };

  PersonReadingTest() {
    for (Topic<?> topic : PersonFilter.TOPICS) {
      consumer.updatePartitions(
          topic.name(), List.of(new PartitionInfo(topic.name(), 0, null, NODES, NODES)));
      end(topic, 0);
    }
  }

  private void end(Topic<?> topic, long offset) {
    consumer.updateEndOffsets(Map.of(new TopicPartition(topic.name(), 0), offset));
  }

  private void hold(Topic<?> topic, String key, byte @Nullable [] value) {
    var partition = new TopicPartition(topic.name(), 0);
    List<ConsumerRecord<byte[], byte[]>> records =
        held.computeIfAbsent(partition, p -> new ArrayList<>());
    records.add(new ConsumerRecord<>(topic.name(), 0, records.size(), key.getBytes(UTF_8), value));
    end(topic, records.size());
  }

  private static byte[] profile(int age) {
    return Topics.USERS
        .codec()
        .encode(new User("ann", new Demographics(age, null, null, null), Map.of()));
  }

  private static byte[] rating(String item) {
    return Topics.RATINGS.codec().encode(new RatingEvent("ann", item, 4.0, 1L, null));
  }

  private List<ObjectNode> read() {
    List<ObjectNode> lines = new ArrayList<>();
    try (PersonReading reading = PersonReading.begin(consumer, "ann", PATIENCE)) {
      reading.forEachRemaining(lines::add);
    }
    return lines;
  }

  private static List<JsonNode> records(List<ObjectNode> lines) {
    return lines.stream().filter(line -> line.has("topic")).<JsonNode>map(line -> line).toList();
  }

  @Test
  void shouldReadEveryRecordOfALogAndTheNewestRowOfATable() {
    hold(Topics.USERS, "ann", profile(20));
    hold(Topics.USERS, "ben", profile(40));
    hold(Topics.USERS, "ann", profile(21));
    hold(Topics.RATINGS, "ann", rating("a"));
    hold(Topics.RATINGS, "ann", rating("a"));
    hold(Topics.RATINGS, "ann", new byte[] {1, 2, 3});

    List<JsonNode> records = records(read());

    assertThat(records)
        .extracting(line -> line.path("topic").asText() + "-" + line.path("offset").asLong())
        .containsExactly("users.v1-2", "ratings.v1-0", "ratings.v1-1", "ratings.v1-2");
    assertThat(records.getFirst().at("/record/demographics/age").asInt()).isEqualTo(21);
    assertThat(records.getLast().path("bytes").asText()).as("Base64 of 1, 2, 3").isEqualTo("AQID");
  }

  @Test
  void shouldReadNoRowThatWasDeleted() {
    hold(Topics.USERS, "ann", profile(20));
    hold(Topics.USERS, "ann", null);

    assertThat(records(read())).isEmpty();
  }

  @Test
  void shouldTellWhatWasSearched() {
    hold(Topics.RATINGS, "ann", rating("a"));

    List<String> searched =
        read().stream()
            .map(line -> line.path("searched"))
            .filter(JsonNode::isObject)
            .map(JsonNode::toString)
            .toList();

    assertThat(searched)
        .hasSameSizeAs(PersonFilter.TOPICS)
        .contains("{\"topic\":\"ratings.v1\",\"partition\":0,\"from\":0,\"to\":1}");
  }

  @Test
  void shouldNotReadWhatCameAfterItBegan() {
    hold(Topics.RATINGS, "ann", rating("a"));
    hold(Topics.RATINGS, "ann", rating("later"));
    end(Topics.RATINGS, 1);

    assertThat(records(read())).hasSize(1);
  }

  @Test
  void shouldGiveUpWhenNoMoreComes() {
    end(Topics.RATINGS, 1);

    assertThatThrownBy(this::read)
        .isInstanceOf(RequestFault.class)
        .hasMessage("the records cannot be read off the topics; try later");
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void shouldReadWhatErasingOthersMovesToTheEndBeforeItsTurn() {
    hold(Topics.RATINGS, "ann", rating("a"));
    try (PersonReading reading = PersonReading.begin(consumer, "ann", PATIENCE)) {
      hold(Topics.RATINGS, "ann", rating("moved"));
      List<ObjectNode> lines = new ArrayList<>();
      reading.forEachRemaining(lines::add);

      assertThat(records(lines)).hasSize(2);
    }
  }

  @Test
  void shouldFailWhenTheEndsCannotBeHad() {
    consumer.setOffsetsException(new TimeoutException("no broker"));

    assertThatThrownBy(this::read).isInstanceOf(RequestFault.class);
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void shouldCloseTheConsumerWhenThePartitionsCannotBeHad() {
    MockConsumer<byte[], byte[]> unreachable =
        new MockConsumer<>("none") {
          @Override
          public synchronized List<PartitionInfo> partitionsFor(String topic) {
            throw new TimeoutException("no broker");
          }
        };

    assertThatThrownBy(() -> PersonReading.begin(unreachable, "ann", PATIENCE))
        .isInstanceOf(RequestFault.class);
    assertThat(unreachable.closed()).isTrue();
  }
}
