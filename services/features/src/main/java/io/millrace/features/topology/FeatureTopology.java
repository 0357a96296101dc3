package io.millrace.features.topology;

import io.millrace.features.FeatureMetrics;
import io.millrace.features.catalogue.Catalogue;
import io.millrace.features.catalogue.CatalogueProcessor;
import io.millrace.features.catalogue.CatalogueVersion;
import io.millrace.features.decode.DecodeProcessor;
import io.millrace.features.decode.Decoded;
import io.millrace.features.item.ItemProcessor;
import io.millrace.features.store.ValueForm;
import io.millrace.features.store.WriteBehindStores;
import io.millrace.features.user.ItemWorkPlan;
import io.millrace.features.user.UserProcessor;
import io.millrace.features.user.UserState;
import io.millrace.model.feature.EventValidation;
import io.millrace.model.feature.TransitionCounts;
import io.millrace.model.feature.TransitionSettings;
import io.millrace.model.feature.UserStateMachine;
import io.millrace.schemas.AvroCodec;
import io.millrace.schemas.Keys;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.TransitionState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The feature topology.
 *
 * <pre>
 * ratings.v1, users.v1 -> decode -> home -> user-side -> user-features.v1, user-items.v1
 *                           |        ^          |
 *        rejects.v1 <-------+        |          +-> (item-work) -> item-side -> training-examples.v1,
 *                           |        |                             item-features.v1, item-transitions.v1
 *                           +-> (misrouted) -> decode-misrouted
 * items.v1 -> catalogue (global)
 * </pre>
 *
 * In parentheses: repartition topics. {@code item-features.v1} and {@code item-transitions.v1} are
 * written once per commit and changed item, everything else at once.
 */
public final class FeatureTopology {
  /** Repartition topic of records whose producer chose another partition. */
  public static final String MISROUTED = "misrouted";

  /** Repartition topic from the user's side to the items' side. */
  public static final String ITEM_WORK = "item-work";

  private static final String HOME = "home";
  private static final String USER_FEATURES = "user-features-out";
  private static final String USER_ITEMS = "user-items-out";
  private static final String ITEM_WORK_OUT = "item-work-out";
  private static final String MISROUTED_OUT = "misrouted-out";
  private static final String ITEM_FEATURES = "item-features-out";
  private static final String ITEM_TRANSITIONS = "item-transitions-out";
  private static final String EXAMPLES = "training-examples-out";
  private static final String REJECTS = "rejects-out";
  private static final String REROUTED_REJECTS = "misrouted-rejects-out";

  private final TopologySettings settings;
  private final FeatureMetrics metrics;
  private final DecodeProcessor.Reading reading;
  private final CatalogueVersion catalogueVersion = new CatalogueVersion();

  private FeatureTopology(TopologySettings settings, FeatureMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    this.reading =
        new DecodeProcessor.Reading(settings.reader(), new EventValidation(settings.wallClock()));
  }

  /** The topology; the same settings give the same one. */
  public static Topology build(TopologySettings settings, FeatureMetrics metrics) {
    StreamsBuilder builder = new StreamsBuilder();
    new FeatureTopology(settings, metrics).add(builder);
    return builder.build();
  }

  private void add(StreamsBuilder builder) {
    addCatalogue(builder);
    stores().forEach(builder::addStateStore);
    addItemSide(addUserSide(addDecoding(builder)));
  }

  private void addCatalogue(StreamsBuilder builder) {
    builder.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(CatalogueProcessor.STORE),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingDisabled(),
        Topics.ITEMS.name(),
        bytes("catalogue-source"),
        () -> new CatalogueProcessor(settings.barrier(), catalogueVersion));
  }

  private Catalogue catalogue(ReadOnlyKeyValueStore<String, byte[]> table) {
    return new Catalogue(table, settings.barrier(), catalogueVersion);
  }

  private List<StoreBuilder<?>> stores() {
    MemorySettings memory = settings.memory();
    TransitionSettings transitions = TransitionSettings.of(settings.features());
    ValueForm<TransitionCounts> counts =
        ValueForm.written(
            AvroCodec.of(TransitionState.class),
            TransitionCounts::write,
            state -> TransitionCounts.restore(transitions, state));
    return List.of(
        new WriteBehindStores<>(UserProcessor.USERS, UserState.form(), memory.users()),
        new WriteBehindStores<>(
            UserProcessor.USER_ITEMS, ValueForm.of(Topics.USER_ITEMS.codec()), memory.userItems()),
        new WriteBehindStores<>(
            ItemProcessor.ITEMS, ValueForm.of(Topics.ITEM_FEATURES.codec()), memory.items()),
        new WriteBehindStores<>(ItemProcessor.TRANSITIONS, counts, memory.transitions()));
  }

  private KStream<String, Decoded> addDecoding(StreamsBuilder builder) {
    KStream<String, Decoded> decoded =
        builder.stream(List.of(Topics.RATINGS.name(), Topics.USERS.name()), bytes("source"))
            .process(
                decoder(new DecodeProcessor.Children(HOME, MISROUTED_OUT, REJECTS)),
                Named.as("decode"));
    decoded.to(Topics.REJECTS.name(), rejects(REJECTS));
    KStream<String, Decoded> rerouted =
        decoded
            .map(FeatureTopology::misrouted, Named.as(MISROUTED_OUT))
            .repartition(
                Repartitioned.with(Serdes.ByteArray(), Serdes.ByteArray())
                    .withName(MISROUTED)
                    .withNumberOfPartitions(settings.userPartitions()))
            .process(
                decoder(new DecodeProcessor.Children(HOME, null, REROUTED_REJECTS)),
                Named.as("decode-misrouted"));
    rerouted.to(Topics.REJECTS.name(), rejects(REROUTED_REJECTS));
    return decoded.merge(rerouted, Named.as(HOME));
  }

  private ProcessorSupplier<byte[], byte[], String, Decoded> decoder(
      DecodeProcessor.Children children) {
    return TracedProcessor.supplier(
        "features.decode",
        settings.tracing(),
        DecodeProcessor.supplier(
            children, metrics, reading, settings.userPartitions(), settings.tracing()));
  }

  private KStream<String, byte[]> addUserSide(KStream<String, Decoded> home) {
    UserProcessor.Settings user =
        new UserProcessor.Settings(
            new UserStateMachine(settings.features()),
            new ItemWorkPlan(settings.itemPartitions()),
            this::catalogue,
            new UserProcessor.Children(USER_FEATURES, USER_ITEMS, ITEM_WORK_OUT));
    KStream<String, byte[]> out =
        home.process(
            TracedProcessor.supplier(
                "features.user",
                settings.tracing(),
                () -> new UserProcessor(user, metrics, settings.tracing())),
            Named.as("user-side"),
            UserProcessor.USERS,
            UserProcessor.USER_ITEMS);
    out.to(Topics.USER_FEATURES.name(), encoded(USER_FEATURES, key -> key));
    out.to(Topics.USER_ITEMS.name(), encoded(USER_ITEMS, Keys::first));
    return out.mapValues(work -> work, Named.as(ITEM_WORK_OUT))
        .repartition(
            Repartitioned.with(Serdes.String(), Serdes.ByteArray())
                .withName(ITEM_WORK)
                .withNumberOfPartitions(settings.itemPartitions()));
  }

  private void addItemSide(KStream<String, byte[]> work) {
    ItemProcessor.Settings item =
        new ItemProcessor.Settings(
            TransitionSettings.of(settings.features()),
            this::catalogue,
            new ItemProcessor.Children(ITEM_FEATURES, ITEM_TRANSITIONS, EXAMPLES));
    KStream<String, byte[]> out =
        work.process(
            TracedProcessor.supplier(
                "features.item", settings.tracing(), () -> new ItemProcessor(item, metrics)),
            Named.as("item-side"),
            ItemProcessor.ITEMS,
            ItemProcessor.TRANSITIONS);
    out.to(Topics.ITEM_FEATURES.name(), encoded(ITEM_FEATURES, key -> key));
    out.to(Topics.ITEM_TRANSITIONS.name(), encoded(ITEM_TRANSITIONS, key -> key));
    out.to(Topics.TRAINING_EXAMPLES.name(), encoded(EXAMPLES, Keys::second));
  }

  private static KeyValue<byte[], byte[]> misrouted(String userId, Decoded decoded) {
    if (decoded instanceof Decoded.Elsewhere elsewhere) {
      return KeyValue.pair(
          userId.getBytes(StandardCharsets.UTF_8),
          DecodeProcessor.MISROUTED.encode(elsewhere.record()));
    }
    throw new IllegalStateException("decoded: must be of another partition, was " + decoded);
  }

  private static Consumed<byte[], byte[]> bytes(String name) {
    return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
        .withTimestampExtractor(new LenientTimestamps())
        .withName(name);
  }

  private static Produced<String, byte[]> encoded(String name, Function<String, String> placedBy) {
    StreamPartitioner<String, byte[]> partitioner =
        (topic, key, value, partitions) ->
            Optional.of(Set.of(Keys.partition(placedBy.apply(key), partitions)));
    return Produced.with(Serdes.String(), Serdes.ByteArray())
        .withStreamPartitioner(partitioner)
        .withName(name);
  }

  private static Produced<String, Decoded> rejects(String name) {
    Topic<?> topic = Topics.REJECTS;
    Serde<Decoded> serde =
        Serdes.serdeFrom(
            (to, decoded) -> encodeReject(decoded),
            (from, bytes) -> {
              throw new UnsupportedOperationException(topic.name() + ": is written only");
            });
    return Produced.with(Serdes.String(), serde).withName(name);
  }

  private static byte[] encodeReject(Decoded decoded) {
    if (decoded instanceof Decoded.Refused refused) {
      return Topics.REJECTS.codec().encode(refused.reject());
    }
    throw new IllegalStateException("decoded: must be refused, was " + decoded);
  }
}
