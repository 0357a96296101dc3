package io.millrace.standalone.backup;

import io.millrace.runtime.UserFault;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.tracing.TraceParent;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topic;
import io.millrace.schemas.TopicCreation;
import io.millrace.schemas.TopicPosition;
import io.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes a dump onto the topics of a cluster. Everything is checked before anything is written. The
 * features make of it what they had made before; where a partition had gaps, offsets are others.
 * One use, one thread.
 */
public final class Restore {
  /** Where a copied record stood before on a log that is no more; a trace, which has ended. */
  private static final Set<String> LEFT_OUT_HEADERS =
      Set.of(Topics.COPY_HEADER, TraceParent.HEADER);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration NAP = Duration.ofMillis(100);

  private final KafkaSettings kafka;
  private final Path directory;
  private final Target target;
  private final BackupProgress progress;

  /**
   * What the dump is written to.
   *
   * @param userPartitions of topics created; null for as many as there were
   * @param itemPartitions of topics created; null for as many as there were
   * @param replication of topics created; -1 for the broker's default
   * @param force whether topics may hold something already
   */
  public record Target(
      @Nullable Integer userPartitions,
      @Nullable Integer itemPartitions,
      short replication,
      boolean force) {}

  /** A restoration to be made. */
  public Restore(KafkaSettings kafka, Path directory, Target target, BackupProgress progress) {
    this.kafka = kafka;
    this.directory = directory;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Makes it.
   *
   * @return the dump's manifest
   * @throws UserFault if the dump is damaged, newer than this version, or the topics hold something
   */
  public DumpManifest run() throws InterruptedException {
    DumpManifest manifest = DumpManifest.read(directory);
    DumpReader reader = new DumpReader(directory);
    verify(manifest, reader);
    try (Admin admin = Admin.create(kafka.admin("millrace-restore"))) {
      requireEmpty(LogBounds.now(admin));
      creation(manifest).createMissing(admin);
      awaitTopics(manifest, admin);
      write(manifest, reader, admin);
    }
    return manifest;
  }

  private void verify(DumpManifest manifest, DumpReader reader) {
    progress.begins("verify", manifest.bytes());
    long[] done = {0};
    for (DumpManifest.Entry entry : manifest.files()) {
      topic(entry);
      reader.verify(
          entry,
          bytes -> {
            done[0] += bytes;
            progress.to(done[0], entry.file());
          });
    }
  }

  private static DumpedTopic topic(DumpManifest.Entry entry) {
    return DumpedTopic.named(entry.topic())
        .orElseThrow(
            () ->
                new UserFault(
                    "manifest: topic: must be one that dumps hold, was " + entry.topic()));
  }

  private void requireEmpty(LogBounds ends) {
    List<String> held =
        Topics.all().stream()
            .filter(topic -> ends.total(topic) > 0)
            .map(topic -> "%s (%d offsets)".formatted(topic.name(), ends.total(topic)))
            .toList();
    if (!held.isEmpty() && !target.force()) {
      throw new UserFault(
          "the target must be empty, holds "
              + String.join(", ", held)
              + "; restore into another cluster, or add to what is there with --force");
    }
  }

  /** Brokers hear of a topic some time after it was created. */
  private static void awaitTopics(DumpManifest manifest, Admin admin) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!allThere(manifest, LogBounds.now(admin))) {
      if (System.nanoTime() - deadline > 0) {
        throw new KafkaException("the topics were created, and are not there after " + PATIENCE);
      }
      Thread.sleep(NAP);
    }
  }

  private static boolean allThere(DumpManifest manifest, LogBounds ends) {
    return manifest.files().stream().allMatch(entry -> ends.partitions(topic(entry).topic()) > 0);
  }

  private TopicCreation creation(DumpManifest manifest) {
    return new TopicCreation(
        partitions(manifest, Topics.RATINGS, target.userPartitions()),
        partitions(manifest, Topics.ITEMS, target.itemPartitions()),
        target.replication());
  }

  private static int partitions(DumpManifest manifest, Topic<?> topic, @Nullable Integer asked) {
    return asked != null
        ? asked
        : manifest.files().stream()
            .filter(entry -> entry.topic().equals(topic.name()))
            .mapToInt(DumpManifest.Entry::partitions)
            .findFirst()
            .orElse(1);
  }

  private void write(DumpManifest manifest, DumpReader reader, Admin admin)
      throws InterruptedException {
    try (RecordSender sender = new RecordSender(kafka)) {
      for (DumpedTopic topic : DumpedTopic.IN_ORDER) {
        Optional<DumpManifest.Entry> entry =
            manifest.files().stream().filter(e -> e.topic().equals(topic.name())).findFirst();
        if (entry.isPresent()) {
          // What is written before has its place by now: manifests tell where rows end.
          write(entry.get(), topic, reader, sender, LogBounds.now(admin));
          sender.flush();
        }
      }
    }
  }

  private void write(
      DumpManifest.Entry entry,
      DumpedTopic topic,
      DumpReader reader,
      RecordSender sender,
      LogBounds ends) {
    progress.begins(topic.name(), entry.records());
    int partitions = ends.partitions(topic.topic());
    long[] done = {0};
    reader.read(
        entry,
        topic,
        line -> {
          DumpLine record =
              topic.topic().equals(Topics.MODEL_MANIFESTS) ? placed(line, ends) : line;
          sender.send(
              topic.name(),
              partition(record, entry.partitions(), partitions),
              record,
              LEFT_OUT_HEADERS);
          progress.to(++done[0], "");
        });
  }

  /** Where it stood, if there are as many partitions; else where its key belongs. */
  private static int partition(DumpLine record, int before, int now) {
    if (before == now) {
      return record.partition();
    }
    byte[] key = record.key();
    return key == null
        ? record.partition() % now
        : Keys.partition(new String(key, StandardCharsets.UTF_8), now);
  }

  /** A manifest says how far a reader must have come: that is elsewhere on this log. */
  private static DumpLine placed(DumpLine line, LogBounds ends) {
    byte[] value = line.value();
    if (value == null) {
      return line;
    }
    ModelManifest manifest = Topics.MODEL_MANIFESTS.codec().decode(value);
    manifest.setPositions(
        List.of(Topics.ITEM_EMBEDDINGS, Topics.MODEL_CHUNKS).stream()
            .flatMap(topic -> ends.of(topic).stream())
            .filter(end -> end.getValue() > 0)
            .map(end -> position(end.getKey(), end.getValue()))
            .toList());
    return line.withValue(Topics.MODEL_MANIFESTS.codec().encode(manifest));
  }

  private static TopicPosition position(TopicPartition partition, long end) {
    return new TopicPosition(partition.topic(), partition.partition(), end);
  }
}
