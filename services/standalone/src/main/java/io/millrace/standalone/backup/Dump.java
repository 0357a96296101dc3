package io.millrace.standalone.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.features.erasure.RejectedRatings;
import io.millrace.features.registry.RatingReader;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Writes what a system was told into a directory: one file a topic, and a manifest. It holds what
 * was committed when it began, whatever is written meanwhile, but for ratings that features has
 * rejected: a restored system would judge them once more, by its own clock and schemas. Records go
 * through one by one; of the catalogue the offsets of one partition's keys are held. One use, one
 * thread.
 */
public final class Dump {
  private final KafkaSettings kafka;
  private final RatingReader ratings;
  private final Path directory;
  private final BackupProgress progress;
  private final InstantSource clock;

  /**
   * A dump to be made.
   *
   * @param ratings reads ratings as features does; the caller's
   * @param directory must be empty, or not exist
   */
  public Dump(
      KafkaSettings kafka,
      RatingReader ratings,
      Path directory,
      BackupProgress progress,
      InstantSource clock) {
    this.kafka = kafka;
    this.ratings = ratings;
    this.directory = directory;
    this.progress = progress;
    this.clock = clock;
  }

  /** The topics that it reads: those it holds, and two that tell what is left out of them. */
  public static Stream<Topic<?>> reads() {
    return Stream.concat(
        DumpedTopic.IN_ORDER.stream().map(DumpedTopic::topic),
        Stream.of(Topics.USER_ITEMS, Topics.REJECTS));
  }

  /**
   * Makes it.
   *
   * @throws UserFault if the directory is not empty or cannot be written, or records were taken off
   *     a topic's beginning meanwhile
   * @throws KafkaException if the brokers fail it
   */
  public DumpManifest run() throws InterruptedException {
    try {
      requireEmpty();
      return write();
    } catch (IOException e) {
      throw new UserFault(
          "--output %s: cannot be written (%s)".formatted(directory, IoReason.of(e)), e);
    }
  }

  private void requireEmpty() throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> found = Files.list(directory)) {
      if (found.findAny().isPresent()) {
        throw new UserFault("--output " + directory + ": must be an empty directory, is not");
      }
    }
  }

  private DumpManifest write() throws IOException, InterruptedException {
    try (Admin admin = Admin.create(kafka.admin("millrace-dump"));
        LogReader reader = new LogReader(kafka)) {
      LogBounds ends = LogBounds.now(admin);
      Choice choice =
          new Choice(
              Departed.find(reader, ends, ratings),
              rejected(reader, ends),
              Generations.find(reader, ends));
      List<DumpManifest.Entry> files = new ArrayList<>();
      for (DumpedTopic topic : DumpedTopic.IN_ORDER) {
        if (ends.partitions(topic.topic()) > 0) {
          files.add(new DumpedFile(topic, ends, choice).write(reader));
        }
      }
      requireWhole(ends, admin);
      DumpManifest manifest =
          new DumpManifest(DumpManifest.FORMAT, clock.instant().toString(), cluster(admin), files);
      manifest.write(directory);
      return manifest;
    }
  }

  private static RejectedRatings rejected(LogReader reader, LogBounds ends) throws IOException {
    RejectedRatings rejected = new RejectedRatings();
    for (Map.Entry<TopicPartition, Long> end : ends.of(Topics.REJECTS)) {
      reader.read(end.getKey(), end.getValue(), rejected::accept, _ -> {});
    }
    return rejected;
  }

  /** What decides which records are dumped. */
  private record Choice(Departed departed, RejectedRatings rejected, Generations generations) {}

  /** What an erasure moved behind the ends that were read to would be missing. */
  private void requireWhole(LogBounds ends, Admin admin) throws InterruptedException {
    List<TopicPartition> cut =
        ends.cut(admin, DumpedTopic.IN_ORDER.stream().<Topic<?>>map(DumpedTopic::topic).toList());
    if (!cut.isEmpty()) {
      throw new UserFault(
          "dump: the beginning of %s must stay while it is read, was cut off meanwhile, as erasing a person does; remove what is in %s and dump again"
              .formatted(cut.getFirst(), directory));
    }
  }

  private static String cluster(Admin admin) throws InterruptedException {
    try {
      return admin.describeCluster().clusterId().get();
    } catch (ExecutionException e) {
      throw new KafkaException("the cluster does not tell its id", e.getCause());
    }
  }

  /** One file as it is written. */
  private final class DumpedFile {
    private final DumpedTopic topic;
    private final LogBounds ends;
    private final Choice choice;
    private long done;
    private long rejected;

    DumpedFile(DumpedTopic topic, LogBounds ends, Choice choice) {
      this.topic = topic;
      this.ends = ends;
      this.choice = choice;
    }

    DumpManifest.Entry write(LogReader reader) throws IOException {
      progress.begins(topic.name(), ends.total(topic.topic()));
      try (DumpWriter writer = new DumpWriter(topic, directory)) {
        for (Map.Entry<TopicPartition, Long> end : ends.of(topic.topic())) {
          copy(reader, end.getKey(), end.getValue(), writer);
        }
        return writer.finish(ends.partitions(topic.topic()), rejected);
      }
    }

    private void copy(LogReader reader, TopicPartition partition, long end, DumpWriter writer)
        throws IOException {
      Map<ByteBuffer, Long> newest =
          topic.selection() == DumpedTopic.Selection.NEWEST
              ? newest(reader, partition, end)
              : Map.of();
      reader.read(
          partition,
          end,
          record -> {
            if (isTaken(record, newest)) {
              writer.write(line(record));
            }
          },
          offsets -> {
            done += offsets;
            progress.to(done, writer.records() + " records");
          });
    }

    private static Map<ByteBuffer, Long> newest(
        LogReader reader, TopicPartition partition, long end) throws IOException {
      Map<ByteBuffer, Long> newest = new HashMap<>();
      reader.read(
          partition,
          end,
          record -> newest.put(ByteBuffer.wrap(record.key()), record.offset()),
          _ -> {});
      return newest;
    }

    private boolean isTaken(ConsumerRecord<byte[], byte[]> record, Map<ByteBuffer, Long> newest) {
      return switch (topic.selection()) {
        case ALL -> !choice.departed().covers(topic.topic(), record) && !isRejected(record);
        case ROWS -> choice.generations().takes(topic, record);
        case NEWEST ->
            record.value() != null
                && newest.getOrDefault(ByteBuffer.wrap(record.key()), -1L) == record.offset()
                && (!topic.topic().equals(Topics.MODEL_MANIFESTS)
                    || choice.generations().isWhole(new String(record.key(), UTF_8)));
      };
    }

    private boolean isRejected(ConsumerRecord<byte[], byte[]> record) {
      boolean is = topic.topic().equals(Topics.RATINGS) && choice.rejected().has(record);
      rejected += is ? 1 : 0;
      return is;
    }

    private DumpLine line(ConsumerRecord<byte[], byte[]> record) {
      return new DumpLine(
          record.partition(),
          record.offset(),
          record.timestamp(),
          choice.departed().keyOf(topic.topic(), record),
          record.value(),
          Arrays.stream(record.headers().toArray()).map(DumpedFile::tag).toList());
    }

    private static DumpLine.Tag tag(Header header) {
      return new DumpLine.Tag(header.key(), header.value());
    }
  }
}
