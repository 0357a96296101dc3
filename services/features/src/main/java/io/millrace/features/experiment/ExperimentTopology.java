package io.millrace.features.experiment;

import io.millrace.features.registry.RatingReader;
import io.millrace.features.store.Changelogs;
import io.millrace.features.topology.LenientTimestamps;
import io.millrace.schemas.Topics;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stream that counts experiments, beside the one of features and with a group of its own: what
 * happens to it happens to no feature.
 *
 * <pre>{@code
 * feedback.v1 -> by recommendation: join clicks to lists -> (repartition by user) -> users, clicks
 * ratings.v1  -> by user: likes of what was shown                                 -> experiment-results.v1
 * users.v1    -> by user: erase
 * }</pre>
 */
public final class ExperimentTopology {
  /** Global table of experiments. */
  static final String EXPERIMENTS = "experiments";

  /** Repartition topic from lists to users. */
  public static final String BY_USER = "experiment-feedback";

  private static final Serde<String> STRING = Serdes.String();
  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private ExperimentTopology() {}

  /**
   * The topology.
   *
   * @param ratings reads ratings
   * @param userPartitions as {@code ratings.v1} has
   */
  public static Topology build(RatingReader ratings, int userPartitions) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(store(ListProcessor.LISTS));
    builder.addStateStore(store(Tallies.USERS));
    builder.addStateStore(store(Tallies.TALLIES));
    builder.globalTable(
        Topics.EXPERIMENTS.name(),
        Consumed.with(STRING, BYTES).withName("experiments-source"),
        Materialized.<String, byte[]>as(Stores.inMemoryKeyValueStore(EXPERIMENTS))
            .withKeySerde(STRING)
            .withValueSerde(BYTES));
    addUserSide(builder, ratings, addLists(builder, userPartitions));
    return builder.build();
  }

  private static KStream<String, byte[]> addLists(StreamsBuilder builder, int userPartitions) {
    return builder.stream(
            Topics.FEEDBACK.name(), source("feedback-source", AutoOffsetReset.earliest()))
        .process(ListProcessor::new, Named.as("by-recommendation"), ListProcessor.LISTS)
        .repartition(
            Repartitioned.with(STRING, BYTES)
                .withName(BY_USER)
                .withNumberOfPartitions(userPartitions));
  }

  private static void addUserSide(
      StreamsBuilder builder, RatingReader ratings, KStream<String, byte[]> lists) {
    Definitions definitions = new Definitions();
    KStream<String, byte[]> shown =
        lists.process(
            () -> new ShownProcessor(definitions),
            Named.as("shown"),
            Tallies.USERS,
            Tallies.TALLIES);
    KStream<String, byte[]> rated =
        builder.stream(Topics.RATINGS.name(), source("ratings-source", AutoOffsetReset.latest()))
            .process(
                () -> new RatedProcessor(ratings, definitions),
                Named.as("rated"),
                Tallies.USERS,
                Tallies.TALLIES);
    KStream<String, byte[]> erased =
        builder.stream(Topics.USERS.name(), source("users-source", AutoOffsetReset.earliest()))
            .process(ErasedProcessor::new, Named.as("erased"), Tallies.USERS, Tallies.TALLIES);
    shown
        .merge(rated, Named.as("shown-or-rated"))
        .merge(erased, Named.as("counted"))
        .to(Topics.EXPERIMENT_RESULTS.name(), Produced.with(STRING, BYTES).withName("results-out"));
  }

  private static Consumed<String, byte[]> source(String name, AutoOffsetReset from) {
    return Consumed.with(STRING, BYTES)
        .withTimestampExtractor(new LenientTimestamps())
        .withOffsetResetPolicy(from)
        .withName(name);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), STRING, BYTES)
        .withLoggingEnabled(Changelogs.settings());
  }
}
