package io.millrace.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.FeaturesConfig;
import io.millrace.features.FeaturesService;
import io.millrace.runtime.config.Configuration;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.TopicCreation;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UserFeatures;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.EventProducer;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.TopicReading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ratings with a schema id while the registry is down: they wait in order, others go on, nothing is
 * rejected; once it answers, all of them count.
 */
final class RegistryIT {
  private static final int ID = 77;
  private static final long T = 978_300_000_000L;

  @Test
  void shouldWaitForTheRegistryInOrderAndHoldNobodyElseUp(@TempDir Path directory)
      throws Exception {
    AtomicBoolean up = new AtomicBoolean();
    HttpServer registry = registry(up);
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        Admin admin = Admin.create(broker.kafka().admin("test"));
        EventProducer producer = new EventProducer(broker.kafka())) {
      new TopicCreation(2, 1, (short) 1).createMissing(admin);
      try (FeaturesService features =
          new FeaturesService(
              broker.kafka(), config(directory, registry), new SimpleMeterRegistry())) {
        features.start();
        String waiting = user(0);
        String other = user(1);
        producer.rating(new RatingEvent(waiting, "a", 3.0, T, null));
        send(producer, waiting, "b", T + 1);
        producer.rating(new RatingEvent(waiting, "c", 3.0, T + 2, null));
        send(producer, waiting, "d", T + 3);
        producer.flush();
        for (int i = 0; i < 3; i++) {
          producer.rating(new RatingEvent(other, "i" + i, 3.0, T, null));
        }
        producer.flush();

        TopicReading topics = new TopicReading(broker.kafka());
        awaitItems(topics, other, List.of("i0", "i1", "i2"));
        awaitItems(topics, waiting, List.of("a"));
        up.set(true);
        awaitItems(topics, waiting, List.of("a", "b", "c", "d"));
        assertThat(topics.records(Topics.REJECTS.name())).isEmpty();
      }
    } finally {
      registry.stop(0);
    }
  }

  /** A user of that partition of two. */
  private static String user(int partition) {
    return IntStream.range(0, 100)
        .mapToObj(i -> "user-" + i)
        .filter(id -> Keys.partition(id, 2) == partition)
        .findFirst()
        .orElseThrow();
  }

  private static void send(EventProducer producer, String userId, String item, long timestamp) {
    RatingEvent event = new RatingEvent(userId, item, 3.0, timestamp, null);
    byte[] body = Topics.RATINGS.codec().body(event);
    producer.bytes(
        Topics.RATINGS.name(),
        userId,
        ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(ID).put(body).array());
  }

  private static void awaitItems(TopicReading topics, String userId, List<String> items)
      throws Exception {
    Patience.await(
        "items of " + userId,
        Deployment.PATIENCE,
        () -> topics.newest(Topics.USER_FEATURES).get(userId),
        state -> state != null && recent(state).equals(items));
  }

  private static List<String> recent(UserFeatures state) {
    return state.getRecent().stream().map(RatedItem::getItemId).toList();
  }

  private static FeaturesConfig config(Path directory, HttpServer registry) {
    return Configuration.load(
            null,
            Map.of(
                "features.state_dir",
                directory.toString(),
                "features.registry.longest_pause",
                "200 ms",
                "features.registry.url",
                "http://127.0.0.1:" + registry.getAddress().getPort()))
        .bind("features", FeaturesConfig.class);
  }

  private static HttpServer registry(AtomicBoolean up) throws IOException {
    String schema = Topics.RATINGS.codec().schema().toString();
    byte[] answer =
        "{\"schema\":\"%s\"}"
            .formatted(schema.replace("\\", "\\\\").replace("\"", "\\\""))
            .getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/schemas/ids/" + ID,
        exchange -> {
          boolean answers = up.get();
          exchange.sendResponseHeaders(answers ? 200 : 503, answers ? answer.length : -1);
          if (answers) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    server.start();
    return server;
  }
}
