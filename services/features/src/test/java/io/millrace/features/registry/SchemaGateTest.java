package io.millrace.features.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SchemaGateTest {
  private static final TopicPartition FIRST = new TopicPartition(Topics.RATINGS.name(), 0);
  private static final TopicPartition SECOND = new TopicPartition(Topics.RATINGS.name(), 1);
  private static final TopicPartition USERS = new TopicPartition(Topics.USERS.name(), 0);

  /** Records whose only byte is 1 cannot be decided. */
  private final SchemaGate gate = new SchemaGate(value -> value[0] != 1);

  @Test
  void shouldCutEachPartitionBeforeTheFirstThatWaits() {
    SchemaGate.Passage passage =
        gate.pass(polled(records(FIRST, 0, 0, 1, 0), records(SECOND, 0, 0), records(USERS, 1, 0)));

    assertThat(passage.held()).containsExactly(Map.entry(FIRST, 12L));
    assertThat(passage.passed().records(FIRST))
        .extracting(ConsumerRecord::offset)
        .containsExactly(10L, 11L);
    assertThat(passage.passed().records(SECOND)).hasSize(2);
    assertThat(passage.passed().records(USERS)).as("holds no ratings").hasSize(2);
    assertThat(passage.passed().nextOffsets())
        .containsEntry(FIRST, new OffsetAndMetadata(12))
        .containsEntry(SECOND, new OffsetAndMetadata(12));
  }

  @Test
  void shouldKnowNothingOfAPartitionThatIsHeldFromItsFirstRecord() {
    SchemaGate.Passage passage = gate.pass(polled(records(FIRST, 1, 0), records(SECOND, 0)));

    assertThat(passage.held()).containsExactly(Map.entry(FIRST, 10L));
    assertThat(passage.passed().partitions()).containsExactly(SECOND);
    assertThat(passage.passed().nextOffsets()).containsOnlyKeys(SECOND);
  }

  @Test
  void shouldHandOnWhatNeedNotWaitAsItIs() {
    ConsumerRecords<byte[], byte[]> polled = polled(records(FIRST, 0, 0));

    assertThat(gate.pass(polled).passed()).isSameAs(polled);
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(
      TopicPartition partition, int... values) {
    return IntStream.range(0, values.length)
        .mapToObj(
            i ->
                new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    10L + i,
                    new byte[0],
                    new byte[] {(byte) values[i]}))
        .toList();
  }

  @SafeVarargs
  private static ConsumerRecords<byte[], byte[]> polled(
      List<ConsumerRecord<byte[], byte[]>>... partitions) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    for (List<ConsumerRecord<byte[], byte[]>> of : partitions) {
      ConsumerRecord<byte[], byte[]> last = of.getLast();
      TopicPartition partition = new TopicPartition(last.topic(), last.partition());
      records.put(partition, of);
      next.put(partition, new OffsetAndMetadata(last.offset() + 1));
    }
    return new ConsumerRecords<>(records, next);
  }
}
