package io.millrace.schemas;

import io.millrace.schemas.Topic.Cleanup;
import io.millrace.schemas.Topic.Spread;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every topic of the system. */
public final class Topics {
  /** 100 years: a segment must never roll because event time passed. */
  public static final String SEGMENT_MS = "3155760000000";

  /** 64 MiB: small enough that compaction, which spares the open segment, gets to work. */
  public static final String COMPACTED_SEGMENT_BYTES = "67108864";

  /**
   * Compacted topics of what people did. Their records carry the time of the append, which lets
   * {@link #PERSONAL_LAG_MS} hold: by event time it would roll a segment a week of every replay.
   */
  static final Set<String> PERSONAL =
      Set.of("user-features.v1", "user-items.v1", "training-examples.v1");

  /** 7 days: the longest that a busy personal topic is left uncompacted. */
  static final String PERSONAL_LAG_MS = "604800000";

  /** 30 days: tombstones outlast every service that is down for a while. */
  static final String TOMBSTONES_MS = "2592000000";

  /**
   * Header of a record that an erasure has copied to the end of its partition: who counts records
   * has counted its original.
   */
  public static final String COPY_HEADER = "millrace-copy";

  /** Ratings as producers send them; key: user id. */
  public static final Topic<RatingEvent> RATINGS =
      new Topic<>("ratings.v1", AvroCodec.of(RatingEvent.class), Cleanup.KEEP, Spread.BY_USER);

  /** The item catalogue; key: item id. */
  public static final Topic<Item> ITEMS =
      new Topic<>(
          "items.v1",
          AvroCodec.of(Item.class, EarlierSchemas.of("Item.v1")),
          Cleanup.COMPACT,
          Spread.BY_ITEM);

  /** Known users; key: user id. */
  public static final Topic<User> USERS =
      new Topic<>("users.v1", AvroCodec.of(User.class), Cleanup.COMPACT, Spread.BY_USER);

  /** Whole user states; key: user id. */
  public static final Topic<UserFeatures> USER_FEATURES =
      new Topic<>(
          "user-features.v1", AvroCodec.of(UserFeatures.class), Cleanup.COMPACT, Spread.BY_USER);

  /** The rating of each user for each item; key: {@link Keys#userItem}, partitioned by user. */
  public static final Topic<UserItem> USER_ITEMS =
      new Topic<>("user-items.v1", AvroCodec.of(UserItem.class), Cleanup.COMPACT, Spread.BY_USER);

  /** Whole item states; key: item id. */
  public static final Topic<ItemFeatures> ITEM_FEATURES =
      new Topic<>(
          "item-features.v1", AvroCodec.of(ItemFeatures.class), Cleanup.COMPACT, Spread.BY_ITEM);

  /** What follows each item; key: item id. */
  public static final Topic<ItemTransitions> ITEM_TRANSITIONS =
      new Topic<>(
          "item-transitions.v1",
          AvroCodec.of(ItemTransitions.class),
          Cleanup.COMPACT,
          Spread.BY_ITEM);

  /**
   * Accepted ratings with features before them; key: {@link Keys#userItem}, partitioned by item.
   */
  public static final Topic<TrainingExample> TRAINING_EXAMPLES =
      new Topic<>(
          "training-examples.v1",
          AvroCodec.of(TrainingExample.class),
          Cleanup.COMPACT,
          Spread.BY_ITEM);

  /** Refused input; key: source topic-partition-offset. */
  public static final Topic<Reject> REJECTS =
      new Topic<>("rejects.v1", AvroCodec.of(Reject.class), Cleanup.KEEP, Spread.SINGLE);

  /** Item vectors by generation; key: {@link Keys#embedding}. */
  public static final Topic<ItemEmbedding> ITEM_EMBEDDINGS =
      new Topic<>(
          "item-embeddings.v1", AvroCodec.of(ItemEmbedding.class), Cleanup.COMPACT, Spread.BY_ITEM);

  /** Bundles in slices; key: {@link Keys#chunk}. */
  public static final Topic<ModelChunk> MODEL_CHUNKS =
      new Topic<>(
          "model-chunks.v1", AvroCodec.of(ModelChunk.class), Cleanup.COMPACT, Spread.SINGLE);

  /** Generations; key: generation. */
  public static final Topic<ModelManifest> MODEL_MANIFESTS =
      new Topic<>(
          "model-manifests.v1",
          AvroCodec.of(ModelManifest.class, EarlierSchemas.of("ModelManifest.v1")),
          Cleanup.COMPACT,
          Spread.SINGLE);

  /** How trainings go; key: training id. */
  public static final Topic<Training> TRAININGS =
      new Topic<>(
          "trainings.v1",
          AvroCodec.of(
              Training.class, EarlierSchemas.of("Training.v1"), EarlierSchemas.of("Training.v2")),
          Cleanup.COMPACT,
          Spread.SINGLE);

  /** Impressions and reactions; key: recommendation id. */
  public static final Topic<Feedback> FEEDBACK =
      new Topic<>(
          "feedback.v1",
          AvroCodec.of(Feedback.class, EarlierSchemas.of("Feedback.v1")),
          Cleanup.KEEP,
          Spread.BY_USER);

  /** Experiments under way; key: experiment id. */
  public static final Topic<Experiment> EXPERIMENTS =
      new Topic<>(
          "experiments.v1",
          AvroCodec.of(
              Experiment.class,
              EarlierSchemas.of("Experiment.v1"),
              EarlierSchemas.of("Experiment.v2")),
          Cleanup.COMPACT,
          Spread.SINGLE);

  /** What is counted of experiments' arms; key: {@link Keys#tally}. */
  public static final Topic<ExperimentTally> EXPERIMENT_RESULTS =
      new Topic<>(
          "experiment-results.v1",
          AvroCodec.of(ExperimentTally.class),
          Cleanup.COMPACT,
          Spread.SINGLE);

  /** Operators' commands. */
  public static final Topic<Control> CONTROL =
      new Topic<>(
          "control.v1",
          AvroCodec.of(Control.class, EarlierSchemas.of("Control.v1")),
          Cleanup.COMPACT,
          Spread.SINGLE);

  private Topics() {}

  /**
   * Settings of a compacted topic on which what was deleted is gone from disk within a time: of
   * personal topics, and of changelogs, whose record timestamps nobody reads either.
   */
  public static Map<String, String> boundedCompaction() {
    return Map.of(
        "message.timestamp.type", "LogAppendTime", "max.compaction.lag.ms", PERSONAL_LAG_MS);
  }

  /** All of them, in the order data flows. */
  public static List<Topic<?>> all() {
    return List.of(
        RATINGS,
        ITEMS,
        USERS,
        USER_FEATURES,
        USER_ITEMS,
        ITEM_FEATURES,
        ITEM_TRANSITIONS,
        TRAINING_EXAMPLES,
        REJECTS,
        ITEM_EMBEDDINGS,
        MODEL_CHUNKS,
        MODEL_MANIFESTS,
        TRAININGS,
        FEEDBACK,
        EXPERIMENTS,
        EXPERIMENT_RESULTS,
        CONTROL);
  }
}
