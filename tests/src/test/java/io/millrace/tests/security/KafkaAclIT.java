package io.millrace.tests.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.FeaturesConfig;
import io.millrace.features.FeaturesService;
import io.millrace.recommend.RecommendConfig;
import io.millrace.recommend.RecommendService;
import io.millrace.replay.ReplayConfig;
import io.millrace.replay.ReplayService;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.standalone.Main;
import io.millrace.tests.benchmark.RandomModel;
import io.millrace.tests.rig.AuthorizerAudit;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.EventProducer;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.SecuredBroker;
import io.millrace.tests.rig.ServiceClient;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.publication.Contents;
import io.millrace.trainer.publication.Publication;
import io.millrace.trainer.service.TrainerService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Each service logs in as somebody else, is granted what {@code millrace topics acls} says, and
 * does all that it does: the broker denies it nothing, and nothing was granted that it does not
 * use. Every topic that it may not read or write is then tried, and refused.
 */
@Execution(ExecutionMode.CONCURRENT)
final class KafkaAclIT {
  private static final Duration LIMIT = Deployment.PATIENCE;
  private static final List<String> SERVICES =
      List.of("topics", "features", "recommend", "trainer", "replay", "dump");

  private static final int USERS = 60;
  private static final int FILMS = 100;
  private static final int EVENTS = 1500;

  @TempDir private Path directory;

  @Test
  void shouldWorkWithWhatEachServiceIsGrantedAndNoMore() throws Exception {
    List<String> people = new ArrayList<>(SERVICES);
    people.addAll(List.of(SecuredBroker.ADMIN, "nobody"));
    try (AuthorizerAudit audit = AuthorizerAudit.begin();
        SecuredBroker broker = SecuredBroker.start(directory, people);
        Admin admin = Admin.create(broker.as(SecuredBroker.ADMIN).admin("test"))) {
      command(broker, SecuredBroker.ADMIN, "topics", "acls", "--create", "--principals", all());
      Collection<AclBinding> granted = admin.describeAcls(AclBindingFilter.ANY).values().get();
      work(broker, audit, granted);
      assertThat(audit.denied().filter(denied -> !denied.principal().endsWith(":nobody")))
          .as("denied to a service")
          .isEmpty();
      refuse(broker, granted);
    }
  }

  private static String all() {
    return SERVICES.stream().map(name -> name + "=User:" + name).collect(Collectors.joining(","));
  }

  private static void command(SecuredBroker broker, String login, String... command)
      throws IOException {
    assertThat(run(broker, login, command)).as(String.join(" ", command)).isZero();
  }

  private static int run(SecuredBroker broker, String login, String... command) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("-b", broker.broker().bootstrapServers()));
    arguments.addAll(List.of("--kafka-properties", broker.file(login).toString()));
    return Main.run(arguments.toArray(String[]::new));
  }

  private void work(SecuredBroker broker, AuthorizerAudit audit, Collection<AclBinding> granted)
      throws Exception {
    command(
        broker, "topics", "topics", "create", "--user-partitions", "1", "--item-partitions", "1");
    command(broker, "topics", "topics", "describe");
    Path release = release(directory.resolve("ml-1m"));
    try (FeaturesService features = features(broker.as("features"));
        RecommendService recommend = recommend(broker.as("recommend"));
        ReplayService replay = replay(broker.as("replay"), release);
        TrainerService trainer = trainer(broker.as("trainer"))) {
      publish(broker.as("trainer"), Catalogue.of(release.toString(), EVENTS));
      features.start();
      recommend.start();
      replay.start();
      trainer.start();
      try (ServiceClient client = new ServiceClient(recommend.port())) {
        answer(client);
        assertThat(replay.await().sent()).isEqualTo(EVENTS);
        goOn(broker.as("replay"), release);
        reject(broker.as(SecuredBroker.ADMIN));
        assertThat(client.get("/v1/users/ann/export").status()).isEqualTo(200);
        command(broker, "dump", "dump", "--output", directory.resolve("before").toString());
        assertThat(client.delete("/v1/users/ann").status()).isLessThan(300);
        dumpAfterErasing(broker);
        Patience.await(
            "everything that was granted is used, by erasing at last",
            LIMIT,
            () -> granted.stream().filter(right -> !audit.uses(right)).toList(),
            List::isEmpty);
      }
    }
  }

  @Test
  void shouldSayWhatItMayNotReadWhenTheTrainerLacksARight() throws Exception {
    try (SecuredBroker broker =
            SecuredBroker.start(directory, List.of(SecuredBroker.ADMIN, "trainer"));
        Admin admin = Admin.create(broker.as(SecuredBroker.ADMIN).admin("test"));
        TrainerService trainer = trainer(broker.as("trainer"))) {
      Collection<AclBinding> lacking = grantAllButExperiments(broker, admin, "trainer");
      trainer.start();

      Patience.await(
          "it says what it lacks",
          LIMIT,
          () -> trainer.health().get("waitingForTopics"),
          List.of(Topics.EXPERIMENTS.name())::equals);
      assertThat(trainer.ready()).isFalse();

      admin.createAcls(lacking).all().get();
      Patience.await("it is ready", LIMIT, trainer::ready, ready -> ready);
      assertThat(trainer.health().get("waitingForTopics")).isEqualTo(List.of());
    }
  }

  @Test
  void shouldSayWhatItMayNotReadAndDefineNoExperimentWhenRecommendLacksARight() throws Exception {
    String arms = "{\"arms\":[{\"name\":\"a\"},{\"name\":\"b\"}]}";
    try (SecuredBroker broker =
            SecuredBroker.start(directory, List.of(SecuredBroker.ADMIN, "recommend"));
        Admin admin = Admin.create(broker.as(SecuredBroker.ADMIN).admin("test"));
        RecommendService recommend = recommend(broker.as("recommend"))) {
      Collection<AclBinding> lacking = grantAllButExperiments(broker, admin, "recommend");
      recommend.start();
      try (ServiceClient client = new ServiceClient(recommend.port())) {
        Patience.await(
            "it says what it lacks",
            LIMIT,
            () -> recommend.health().get("waitingForTopics"),
            List.of(Topics.EXPERIMENTS.name())::equals);
        ServiceClient.Answer refused = client.put("/v1/experiments/x", arms);
        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(503);
        assertThat(refused.body().path("detail").asText()).contains(Topics.EXPERIMENTS.name());
        assertThat(recommend.readiness().experimentsKnown()).as("nobody is in one").isTrue();

        admin.createAcls(lacking).all().get();
        Patience.await(
            "it defines one",
            LIMIT,
            () -> client.put("/v1/experiments/x", arms).status(),
            status -> status == 200);
        assertThat(recommend.health().get("waitingForTopics")).isEqualTo(List.of());
      }
    }
  }

  /** Creates the topics, and grants a service what it needs but for experiments: that is given. */
  private static Collection<AclBinding> grantAllButExperiments(
      SecuredBroker broker, Admin admin, String service) throws Exception {
    String principal = service + "=User:" + service;
    command(broker, SecuredBroker.ADMIN, "topics", "create");
    command(broker, SecuredBroker.ADMIN, "topics", "acls", "--create", "--principals", principal);
    ResourcePatternFilter experiments =
        new ResourcePatternFilter(
            ResourceType.TOPIC, Topics.EXPERIMENTS.name(), PatternType.LITERAL);
    AclBindingFilter right = new AclBindingFilter(experiments, AccessControlEntryFilter.ANY);
    return admin.deleteAcls(List.of(right)).all().get();
  }

  /** Looks whether who was deleted has come back; refused while erasing cuts off beginnings. */
  private void dumpAfterErasing(SecuredBroker broker) throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Patience.await(
        "a dump that no erasing comes between",
        LIMIT,
        () -> {
          Path after = directory.resolve("after-" + tries.incrementAndGet());
          return run(broker, "dump", "dump", "--output", after.toString());
        },
        exit -> exit == 0);
  }

  /** A release in the layout of MovieLens 1M, with one line that is none. */
  private static Path release(Path root) throws IOException {
    Files.createDirectories(root);
    write(root, "movies.dat", FILMS, i -> i + "::Film " + i + " (1990)::" + genre(i));
    write(root, "users.dat", USERS, i -> i == 7 ? "nobody" : i + "::F::25::20::55117");
    write(
        root,
        "ratings.dat",
        EVENTS,
        i ->
            "%d::%d::%d::%d"
                .formatted(i % USERS + 1, i * i % FILMS + 1, i % 5 + 1, 900_000_000 + i));
    return root;
  }

  private static String genre(int film) {
    return List.of("Action", "Comedy", "Drama").get(film % 3);
  }

  private static void write(Path root, String file, int lines, IntFunction<String> line)
      throws IOException {
    Files.write(root.resolve(file), IntStream.rangeClosed(1, lines).mapToObj(line).toList(), UTF_8);
  }

  /** Small models, soon; who is deleted is erased soon; what is passed on is purged soon. */
  private Configuration settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("features.state_dir", directory.resolve("state").toString());
    settings.put("features.erasure.interval", "1 s");
    settings.put("trainer.embedding_dim", "8");
    for (String layers : List.of("user_tower_dims", "item_tower_dims", "dnn_dims")) {
      settings.put("trainer." + layers, "[16]");
    }
    for (String rounds : List.of("epochs_retrieval", "epochs_ranking", "rating_sweeps")) {
      settings.put("trainer." + rounds, "1");
    }
    return Configuration.load(null, settings);
  }

  private FeaturesService features(KafkaSettings kafka) {
    Map<String, String> properties = new HashMap<>(kafka.properties());
    properties.put("repartition.purge.interval.ms", "100");
    return new FeaturesService(
        new KafkaSettings(kafka.bootstrapServers(), properties),
        settings().bind("features", FeaturesConfig.class),
        new SimpleMeterRegistry());
  }

  private static RecommendService recommend(KafkaSettings kafka) {
    return new RecommendService(kafka, RecommendConfig.onPort(0), new SimpleMeterRegistry());
  }

  private static ReplayService replay(KafkaSettings kafka, Path release) {
    return new ReplayService(kafka, ReplayConfig.of(release.toString()), new SimpleMeterRegistry());
  }

  /** Another replay of the same looks on the topic where to go on. */
  private static void goOn(KafkaSettings kafka, Path release) throws InterruptedException {
    try (ReplayService again = replay(kafka, release)) {
      again.start();
      assertThat(again.await().alreadyThere()).isEqualTo(EVENTS);
    }
  }

  private TrainerService trainer(KafkaSettings kafka) {
    Configuration settings = settings();
    return new TrainerService(
        kafka, TrainingSettings.of(settings), new SimpleMeterRegistry(), TrainingProgress.NONE);
  }

  /** As the trainer does what has passed its gate, which is not sure of so small a model. */
  private static void publish(KafkaSettings kafka, Catalogue data) throws InterruptedException {
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer("test"))) {
      new Publication(producer)
          .publish(
              "g000001",
              Contents.whole(RandomModel.of(RandomModel.Shape.SMALL, data, 1), data.items()),
              new Judgement(Map.of("ndcg@10", 0.1), Map.of(), Map.of(), Map.of(), Map.of()),
              new Provenance("test", "cpu", Map.of(), "", 1L, "", "", "", 1L, 1.0),
              System.currentTimeMillis());
    }
  }

  /** Every topic that a service writes, and every one that it reads, has its turn. */
  private static void answer(ServiceClient client) throws Exception {
    Patience.await(
        "a model serves",
        LIMIT,
        () -> client.get("/v1/models").body().path("serving").asText(),
        serving -> serving.matches("g0*[1-9][0-9]*"));
    // A generation is there, so that the first training is not due by itself.
    assertThat(client.post("/v1/models/train", "{}").status()).isLessThan(300);
    Patience.await(
        "a training has ended, whatever the gate says of what came of it",
        LIMIT,
        () -> client.get("/v1/trainings").body().path("trainings").size(),
        ended -> ended > 0);
    String experiment = "{\"arms\":[{\"name\":\"a\"},{\"name\":\"b\",\"diversity\":0.3}]}";
    assertThat(client.put("/v1/experiments/x", experiment).status()).isEqualTo(200);
    String event = "{\"userId\":\"ann\",\"itemId\":\"7\",\"rating\":5}";
    assertThat(client.post("/v1/events?wait=applied", event).status()).isLessThan(300);
    assertThat(client.put("/v1/users/ann", "{\"age\":31}").status()).isLessThan(300);
    assertThat(client.put("/v1/items/new", "{\"title\":\"New\"}").status()).isLessThan(300);
    assertThat(client.post("/v1/models/pin", "{\"modelVersion\":\"g000000\"}").status())
        .isLessThan(300);
    Patience.await(
        "a list of the user's that the experiment counts",
        LIMIT,
        () -> {
          client.get("/v1/users/ann/recommendations?n=3");
          JsonNode arms = client.get("/v1/experiments/x").body().path("arms");
          return arms.path(0).path("users").asInt() + arms.path(1).path("users").asInt();
        },
        users -> users == 1);
  }

  /** What somebody else sends in the user's name is refused, and to be erased with the user. */
  private static void reject(KafkaSettings kafka) {
    try (EventProducer producer = new EventProducer(kafka)) {
      producer.bytes(Topics.RATINGS.name(), "ann", "no rating".getBytes(UTF_8));
      producer.flush();
    }
  }

  private static void refuse(SecuredBroker broker, Collection<AclBinding> granted) {
    assertThat(granted).extracting(right -> right.entry().principal()).contains("User:trainer");
    for (String service : Stream.concat(SERVICES.stream(), Stream.of("nobody")).toList()) {
      refuseReading(broker.as(service), without(granted, service, AclOperation.READ));
      refuseWriting(broker.as(service), without(granted, service, AclOperation.WRITE));
    }
    assertThatThrownBy(() -> broker.guessing("features").requireReachable(LIMIT))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("refused the log-in")
        .hasMessageNotContaining("a guess");
  }

  /** The topics on which this has not been granted to a service. */
  private static List<String> without(
      Collection<AclBinding> granted, String service, AclOperation operation) {
    List<String> may =
        granted.stream()
            .filter(right -> right.entry().principal().equals("User:" + service))
            .filter(right -> right.entry().operation() == operation)
            .map(right -> right.pattern().name())
            .toList();
    return Topics.all().stream().map(Topic::name).filter(topic -> !may.contains(topic)).toList();
  }

  private static void refuseReading(KafkaSettings kafka, List<String> topics) {
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer("test", false))) {
      for (String topic : topics) {
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        assertThatThrownBy(() -> consumer.poll(LIMIT))
            .as("reading " + topic)
            .isInstanceOf(TopicAuthorizationException.class);
      }
    }
  }

  private static void refuseWriting(KafkaSettings kafka, List<String> topics) {
    Map<String, Object> settings = kafka.producer("test");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false); // else it is not the topic's
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
      for (String topic : topics) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, new byte[1]);
        assertThatThrownBy(() -> producer.send(record).get())
            .as("writing " + topic)
            .rootCause()
            .isInstanceOf(TopicAuthorizationException.class);
      }
    }
  }
}
