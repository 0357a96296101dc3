package io.millrace.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.features.registry.RatingReader;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import io.millrace.standalone.Main;
import io.millrace.standalone.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump is whole, or it is none. */
class DumpIT {
  private static final TopicPartition RATINGS = new TopicPartition(Topics.RATINGS.name(), 0);

  private static EmbeddedBroker broker = EmbeddedBroker.startTemporary();

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void create() {
    assertThat(Main.run("topics", "create", "-b", broker.kafka().bootstrapServers())).isZero();
  }

  @AfterAll
  static void close() {
    broker.close();
  }

  @Test
  void shouldRefuseWhenAnErasureMovesRecordsBehindWhatItReads() throws Exception {
    KafkaSettings kafka = broker.kafka();
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer("test"))) {
      for (int k = 0; k < 10; k++) {
        rate(producer, "u" + k);
      }
      BackupProgress erasing =
          new BackupProgress() {
            @Override
            public void begins(String step, long total) {
              if (step.equals(Topics.RATINGS.name())) {
                rate(producer, "u9"); // the copy of what is kept
                cutTo(kafka, 10);
              }
            }

            @Override
            public void to(long done, String note) {}
          };

      assertThatThrownBy(() -> dump(kafka, directory, erasing))
          .isInstanceOf(UserFault.class)
          .hasMessageContaining("the beginning of ratings.v1-0 must stay");
      assertThatThrownBy(() -> DumpManifest.read(directory)).isInstanceOf(UserFault.class);
    }

    Path again = directory.resolve("again");
    DumpManifest whole = dump(kafka, again, BackupProgress.NONE);
    assertThat(whole.records()).as("the copy").isEqualTo(1);
  }

  private static DumpManifest dump(KafkaSettings kafka, Path to, BackupProgress progress)
      throws InterruptedException {
    RatingReader ratings = RatingReader.withoutRegistry();
    return new Dump(kafka, ratings, to, progress, InstantSource.system()).run();
  }

  private static void rate(Producer<byte[], byte[]> producer, String user) {
    byte[] value = Topics.RATINGS.codec().encode(new RatingEvent(user, "i", 4.0, 1_000L, null));
    try {
      producer.send(new ProducerRecord<>(Topics.RATINGS.name(), 0, null, value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static void cutTo(KafkaSettings kafka, long offset) {
    try (Admin admin = Admin.create(kafka.admin("test"))) {
      admin.deleteRecords(Map.of(RATINGS, RecordsToDelete.beforeOffset(offset))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
