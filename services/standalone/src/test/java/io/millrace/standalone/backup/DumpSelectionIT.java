package io.millrace.standalone.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.features.registry.RatingReader;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import io.millrace.schemas.UserItem;
import io.millrace.standalone.Main;
import io.millrace.standalone.broker.EmbeddedBroker;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dump leaves out: what was rejected, and who was deleted, up to their return. */
class DumpSelectionIT {
  /** Avro's single-object encoding: two bytes and the schema's fingerprint. */
  private static final int OUR_HEADER_BYTES = 10;

  private static final long LEFT = 1_000;
  private static final long RETURNED = 2_000;

  @Test
  void shouldLeaveOutWhatWasRejectedAndWhoIsNoMore(@TempDir Path directory) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
      assertThat(Main.run("topics", "create", "-b", broker.kafka().bootstrapServers())).isZero();
      try (Producer<byte[], byte[]> producer =
          new KafkaProducer<>(broker.kafka().producer("test"))) {
        ratings(producer);
        feedback(producer);
      }
      RatingReader ratings = RatingReader.withoutRegistry();
      DumpManifest manifest =
          new Dump(broker.kafka(), ratings, directory, BackupProgress.NONE, InstantSource.system())
              .run();

      assertThat(entry(manifest, Topics.RATINGS).rejected()).isEqualTo(1);
      assertThat(lines(directory, manifest, Topics.RATINGS))
          .extracting(DumpSelectionIT::rating)
          .containsExactly("ann early", "- borrowed", "back late");
      assertThat(lines(directory, manifest, Topics.FEEDBACK))
          .extracting(line -> new String(requireNonNull(line.key()), UTF_8))
          .containsExactlyInAnyOrder("ann-1", "back-2", "registered-2");
    }
  }

  /** All on one partition, in this order. */
  private static void ratings(Producer<byte[], byte[]> producer) {
    rate(producer, "ann", "ann", "early");
    long future = rate(producer, "ann", "ann", "future");
    rate(producer, "gone", "gone", "early");
    rate(producer, null, "gone", "keyless");
    rate(producer, "gone", "ann", "borrowed");
    byte[] ours = encoded("gone", "foreign");
    send(producer, 0, null, Arrays.copyOfRange(ours, OUR_HEADER_BYTES, ours.length));
    rate(producer, "back", "back", "early");
    long since = rate(producer, "back", "back", "late");
    send(
        producer,
        Topics.REJECTS,
        "ratings.v1-0-" + future,
        0,
        new Reject(
            Topics.RATINGS.name(),
            0,
            future,
            1L,
            "INVALID_TIMESTAMP",
            "timestamp: must be at most a day ahead",
            ByteBuffer.wrap("ann".getBytes(UTF_8)),
            null,
            0L,
            ""));
    for (String id : List.of("gone", "back", "registered")) {
      send(producer, Topics.USERS, id, LEFT, null);
    }
    send(
        producer,
        Topics.USERS,
        "registered",
        RETURNED,
        new User("registered", new Demographics(33, "F", null, null), Map.of()));
    send(
        producer,
        Topics.USER_ITEMS,
        Keys.userItem("back", "late"),
        RETURNED,
        new UserItem("back", "late", 8, 1L, 0, since, since));
  }

  private static void feedback(Producer<byte[], byte[]> producer) {
    for (String id : List.of("ann", "gone", "back", "registered")) {
      show(producer, id, 1, LEFT - 1);
    }
    show(producer, "gone", 2, RETURNED + 1);
    show(producer, "back", 2, LEFT + 1);
    show(producer, "registered", 2, RETURNED + 1);
    show(producer, "registered", 3, LEFT + 1);
  }

  private static void show(Producer<byte[], byte[]> producer, String userId, int list, long at) {
    String id = userId + "-" + list;
    Feedback shown =
        new Feedback(id, FeedbackType.IMPRESSION, userId, List.of("item"), "", null, 7L);
    send(producer, Topics.FEEDBACK, id, at, shown);
  }

  private static long rate(
      Producer<byte[], byte[]> producer, @Nullable String key, String userId, String item) {
    return send(producer, 0, key, encoded(userId, item));
  }

  private static byte[] encoded(String userId, String item) {
    return Topics.RATINGS.codec().encode(new RatingEvent(userId, item, 4.0, 1_000L, null));
  }

  private static long send(
      Producer<byte[], byte[]> producer, int partition, @Nullable String key, byte[] value) {
    byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
    return send(producer, new ProducerRecord<>(Topics.RATINGS.name(), partition, keyBytes, value));
  }

  private static <V extends SpecificRecordBase> void send(
      Producer<byte[], byte[]> producer,
      Topic<V> topic,
      String key,
      long timestamp,
      @Nullable V value) {
    byte[] bytes = value == null ? null : topic.codec().encode(value);
    send(producer, new ProducerRecord<>(topic.name(), null, timestamp, key.getBytes(UTF_8), bytes));
  }

  private static long send(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get().offset();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static DumpManifest.Entry entry(DumpManifest manifest, Topic<?> topic) {
    return manifest.files().stream()
        .filter(file -> file.topic().equals(topic.name()))
        .findFirst()
        .orElseThrow();
  }

  private static List<DumpLine> lines(Path directory, DumpManifest manifest, Topic<?> topic) {
    List<DumpLine> lines = new ArrayList<>();
    new DumpReader(directory)
        .read(entry(manifest, topic), DumpedTopic.named(topic.name()).orElseThrow(), lines::add);
    return lines;
  }

  private static String rating(DumpLine line) {
    byte[] key = line.key();
    String item = Topics.RATINGS.codec().decode(requireNonNull(line.value())).getItemId();
    return (key == null ? "-" : new String(key, UTF_8)) + " " + item;
  }
}
