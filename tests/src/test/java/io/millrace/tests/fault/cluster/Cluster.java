package io.millrace.tests.fault.cluster;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Topic.Cleanup;
import io.millrace.schemas.TopicCreation;
import io.millrace.schemas.Topics;
import io.millrace.tests.fault.cluster.Member.Role;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.EventProducer;
import io.millrace.tests.rig.JavaCommand;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.TopicReading;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three brokers, some features, some recommend and a trainer, each a process of its own. For one
 * thread; closing ends them all.
 */
public final class Cluster implements AutoCloseable {
  /**
   * What may differ from one cluster to another.
   *
   * @param userPartitions of topics keyed by user
   * @param itemPartitions of topics keyed by item
   * @param trainingEvents new events that start a training
   * @param instances places for features, and as many for recommend
   */
  public record Layout(int userPartitions, int itemPartitions, int trainingEvents, int instances) {
    /** Two instances of each. */
    public Layout(int userPartitions, int itemPartitions, int trainingEvents) {
      this(userPartitions, itemPartitions, trainingEvents, 2);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  private static final int BROKERS = 3;
  private static final int ANSWER_SECONDS = 5;
  private static final int BROKER_HEAP = 256;
  private static final int SERVICE_HEAP = 400;
  private static final int TRAINER_HEAP = 700;

  /** Several looks of a client whether an instance is ready, on a machine under load. */
  private static final String DRAIN = "3 s";

  private final Path directory;
  private final Layout layout;
  private final Network network;
  private final Quorum quorum;
  private final List<Member> members = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final Replicas replicas;
  private final List<SmallDisk> disks = new ArrayList<>();

  /** Nothing runs yet. */
  public Cluster(Path directory, Layout layout) {
    this.directory = directory;
    this.layout = layout;
    this.network = bestNetwork();
    this.quorum =
        new Quorum(
            IntStream.rangeClosed(1, BROKERS)
                .mapToObj(
                    id ->
                        new Quorum.Node(
                            id, network.host(id), Deployment.freePort(), Deployment.freePort()))
                .toList());
    this.replicas = new Replicas(kafka());
    addMembers();
    SmallDisk.mount(member(Role.FEATURES, 1).state()).ifPresent(disks::add);
  }

  /** Why no broker of a cluster here could be cut off; nothing if it could. */
  public static Optional<String> hindrance() {
    return NamespaceNetwork.hindrance();
  }

  private static Network bestNetwork() {
    try {
      return NamespaceNetwork.of(BROKERS);
    } catch (UncheckedIOException e) {
      log.warn("no network namespaces ({}): no broker can be cut off", e.getMessage());
      return new LoopbackNetwork("network namespaces cannot be had: " + e.getMessage());
    }
  }

  private void addMembers() {
    quorum.nodes().forEach(this::addBroker);
    for (int i = 1; i <= layout.instances(); i++) {
      String name = "features-" + i;
      addService(
          name,
          Role.FEATURES,
          SERVICE_HEAP,
          List.of(
              "features",
              "--set",
              "features.state_dir=" + directory.resolve(name).resolve("state")));
    }
    for (int i = 1; i <= layout.instances(); i++) {
      int port = Deployment.freePort();
      ports.add(port);
      addService(
          "recommend-" + i,
          Role.RECOMMEND,
          SERVICE_HEAP,
          List.of(
              "recommend",
              "--port",
              Integer.toString(port),
              "--set",
              "recommend.retrieval.candidates=50",
              "--set",
              "recommend.drain=" + DRAIN));
    }
    addService(
        "trainer", Role.TRAINER, TRAINER_HEAP, SmallModel.arguments(layout.trainingEvents()));
  }

  private void addBroker(Quorum.Node node) {
    String name = "broker-" + node.id();
    Path home = directory.resolve(name);
    List<String> arguments =
        List.of(Integer.toString(node.id()), home.resolve("state").toString(), quorum.written());
    members.add(
        new Member(
            name,
            Role.BROKER,
            home,
            new JavaCommand(
                network.prefix(node.id()), BROKER_HEAP, BrokerNode.class.getName(), arguments)));
  }

  private void addService(String name, Role role, int heap, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--bootstrap-servers", quorum.bootstrapServers()));
    members.add(new Member(name, role, directory.resolve(name), JavaCommand.ofLauncher(heap, all)));
  }

  /** Starts the brokers, and when they answer creates the topics and sends users and items. */
  public void startBrokers(Catalogue world) throws Exception {
    startBrokers();
    try (EventProducer catalogue = new EventProducer(kafka())) {
      catalogue.catalogue(world);
    }
  }

  private void startBrokers() throws Exception {
    members(Role.BROKER).forEach(Member::start);
    try (Admin admin = Admin.create(kafka().admin("test-cluster"))) {
      Patience.await(
          "brokers",
          Deployment.PATIENCE,
          () -> brokers(admin),
          size -> size == BROKERS,
          this::story);
      new TopicCreation(layout.userPartitions(), layout.itemPartitions(), (short) BROKERS)
          .createMissing(admin);
      keepExamples(admin);
    }
  }

  /** The oracle counts them, so none may be compacted away. */
  private static void keepExamples(Admin admin) throws Exception {
    ConfigResource examples =
        new ConfigResource(ConfigResource.Type.TOPIC, Topics.TRAINING_EXAMPLES.name());
    AlterConfigOp keep =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, Cleanup.KEEP.policy()),
            AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(examples, List.of(keep))).all().get();
  }

  private static int brokers(Admin admin) throws InterruptedException {
    try {
      return admin.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS).size();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("no broker answers yet", e);
      return 0;
    }
  }

  /** Starts everything else. */
  public void startServices() {
    members.stream().filter(member -> member.role() != Role.BROKER).forEach(Member::start);
  }

  /** Starts again what has ended by itself, as whatever runs the services would. */
  public void revive() {
    for (Member member : members) {
      if (member.isMissing()) {
        log.warn("{} has ended, and is started again: {}", member, member.process().output());
        member.start();
      }
    }
  }

  /** Who works on what. */
  public Assignments assignments() {
    return new Assignments(kafka());
  }

  /** Whether every partition has all its replicas in sync. */
  public boolean isReplicated() throws InterruptedException {
    return replicas.allInSync();
  }

  /** Waits until it has. */
  public void awaitReplicated() throws Exception {
    Patience.await(
        "replicas in sync",
        Deployment.PATIENCE,
        this::isReplicated,
        Boolean.TRUE::equals,
        this::story);
  }

  /** Whether the first features instance has a disk so small that it can be filled. */
  public boolean hasSmallDisk() {
    return !disks.isEmpty();
  }

  /** Whether a broker can be cut off. */
  public boolean canCutOff() {
    return !(network instanceof LoopbackNetwork);
  }

  /** Clients' settings. */
  public KafkaSettings kafka() {
    return KafkaSettings.of(quorum.bootstrapServers());
  }

  /** Reads the topics. */
  public TopicReading topics() {
    return new TopicReading(kafka());
  }

  /** Ports of the recommend instances, in order. */
  public List<Integer> recommendPorts() {
    return List.copyOf(ports);
  }

  /** The port of one of them. */
  public int recommendPort(Member recommend) {
    return ports.get(members(Role.RECOMMEND).indexOf(recommend));
  }

  /** Everybody of a role, in order. */
  public List<Member> members(Role role) {
    return members.stream().filter(member -> member.role() == role).toList();
  }

  /** One of a role, from 1. */
  public Member member(Role role, int number) {
    return members(role).get(number - 1);
  }

  /** Everybody. */
  public List<Member> members() {
    return List.copyOf(members);
  }

  /** Whether brokers can be cut off. */
  public Network network() {
    return network;
  }

  /** What each process printed and logged at the end. */
  public String story() {
    StringBuilder story = new StringBuilder();
    for (Member member : members) {
      if (member.hasLived()) {
        story.append(member.process().story()).append('\n');
      }
    }
    return story.toString();
  }

  @Override
  public void close() {
    replicas.close();
    members.reversed().forEach(Member::close);
    disks.forEach(SmallDisk::close);
    network.close();
  }
}
