package io.millrace.tests.fault.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelChunk;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.Topic;
import io.millrace.schemas.TopicPosition;
import io.millrace.schemas.Topics;
import io.millrace.tests.benchmark.RandomModel;
import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.TopicReading;
import io.millrace.trainer.publication.Contents;
import io.millrace.trainer.publication.Publication;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Generations as they stand on the topics, and commands to the trainer. For one thread. */
public final class Models implements AutoCloseable {
  private static final int GARBAGE = 10_000;

  private final Cluster cluster;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Set<String> broken = new HashSet<>();

  /** Of a cluster whose brokers run. */
  public Models(Cluster cluster) {
    this.cluster = cluster;
    this.producer = new KafkaProducer<>(cluster.kafka().producer("test-models"));
  }

  /** Publishes a generation that no trainer made, so that there is one to answer from at once. */
  public void publishFirst(Catalogue world) throws InterruptedException {
    new Publication(producer)
        .publish(
            "g000001",
            Contents.whole(RandomModel.of(RandomModel.Shape.SMALL, world, 1), world.items()),
            new Judgement(Map.of(), Map.of(), Map.of(), Map.of(), Map.of()),
            new Provenance("test", "cpu", Map.of(), "", 1L, "", "", "", 1L, 1.0),
            System.currentTimeMillis());
  }

  /** Tells the trainer to train. */
  void train() throws ExecutionException, InterruptedException {
    long now = System.currentTimeMillis();
    String request = UUID.randomUUID().toString();
    send(Topics.CONTROL, "training", new Control(ControlCommand.RETRAIN, null, request, "", now));
  }

  /** The generations that may answer: published whole, retired since or not. */
  public Set<String> whole() {
    Set<String> whole = new HashSet<>();
    cluster
        .topics()
        .read(
            Topics.MODEL_MANIFESTS.name(),
            record -> {
              if (record.value() != null) {
                ModelManifest manifest = Topics.MODEL_MANIFESTS.codec().decode(record.value());
                if (manifest.getVerdict() == GateVerdict.PUBLISHED) {
                  whole.add(manifest.getGeneration());
                }
              }
            });
    whole.removeAll(broken);
    return whole;
  }

  /** The generations of which there are rows, and never was a manifest. */
  Set<String> half() {
    TopicReading topics = cluster.topics();
    Set<String> half = new HashSet<>();
    topics.newest(Topics.ITEM_EMBEDDINGS).keySet().forEach(key -> half.add(Keys.first(key)));
    topics.newest(Topics.MODEL_CHUNKS).keySet().forEach(key -> half.add(Keys.first(key)));
    topics
        .records(Topics.MODEL_MANIFESTS.name())
        .forEach(manifest -> half.remove(new String(manifest.key(), UTF_8)));
    return half;
  }

  /** How many there have been. */
  int published() {
    return whole().size();
  }

  /** Waits until there have been so many. */
  void awaitPublished(long wanted) throws Exception {
    Patience.await(
        "generation published",
        Deployment.PATIENCE,
        this::published,
        count -> count >= wanted,
        cluster::story);
  }

  /** The newest manifest under the next number, over slices of noise. */
  void publishGarbage(long seed) throws ExecutionException, InterruptedException {
    ModelManifest newest =
        cluster.topics().newest(Topics.MODEL_MANIFESTS).values().stream()
            .filter(manifest -> manifest.getVerdict() == GateVerdict.PUBLISHED)
            .max(Comparator.comparing(ModelManifest::getGeneration))
            .orElseThrow();
    String next = "g%06d".formatted(Integer.parseInt(newest.getGeneration().substring(1)) + 1);
    broken.add(next);
    byte[] noise = new byte[GARBAGE];
    new Random(seed).nextBytes(noise);
    RecordMetadata at =
        send(
            Topics.MODEL_CHUNKS,
            Keys.chunk(next, 0),
            new ModelChunk(next, 0, 1, ByteBuffer.wrap(noise)));
    ModelManifest garbage =
        ModelManifest.newBuilder(newest)
            .setGeneration(next)
            .setChunks(1)
            .setBundleBytes(GARBAGE)
            .setDelta(null)
            .setPositions(List.of(new TopicPosition(at.topic(), at.partition(), at.offset() + 1)))
            .build();
    send(Topics.MODEL_MANIFESTS, next, garbage);
  }

  private <V extends SpecificRecordBase> RecordMetadata send(Topic<V> topic, String key, V value)
      throws ExecutionException, InterruptedException {
    return producer
        .send(new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), topic.codec().encode(value)))
        .get();
  }

  @Override
  public void close() {
    producer.close();
  }
}
