package io.millrace.standalone.backup;

import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.util.List;
import java.util.Optional;

/**
 * A topic that a dump holds. What is not among them is made again from these: features, transitions
 * and examples from ratings and catalogue, counts of experiments from feedback. Rejects are not:
 * what was refused is left behind.
 *
 * @param topic the topic
 * @param selection which of its records
 */
record DumpedTopic(Topic<?> topic, Selection selection) {
  /** Which records of a topic are dumped. */
  enum Selection {
    /** All that are committed and were not rejected, in order. */
    ALL,
    /** The newest of each key; none where that is a tombstone. */
    NEWEST,
    /** Those of generations whose manifest is dumped. */
    ROWS
  }

  /** In the order they are restored in: the catalogue before ratings, rows before manifests. */
  static final List<DumpedTopic> IN_ORDER =
      List.of(
          new DumpedTopic(Topics.ITEMS, Selection.NEWEST),
          new DumpedTopic(Topics.USERS, Selection.NEWEST),
          new DumpedTopic(Topics.EXPERIMENTS, Selection.NEWEST),
          new DumpedTopic(Topics.CONTROL, Selection.NEWEST),
          new DumpedTopic(Topics.TRAININGS, Selection.NEWEST),
          new DumpedTopic(Topics.RATINGS, Selection.ALL),
          new DumpedTopic(Topics.FEEDBACK, Selection.ALL),
          new DumpedTopic(Topics.ITEM_EMBEDDINGS, Selection.ROWS),
          new DumpedTopic(Topics.MODEL_CHUNKS, Selection.ROWS),
          new DumpedTopic(Topics.MODEL_MANIFESTS, Selection.NEWEST));

  /** By the topic's name. */
  static Optional<DumpedTopic> named(String name) {
    return IN_ORDER.stream().filter(dumped -> dumped.topic().name().equals(name)).findFirst();
  }

  String name() {
    return topic.name();
  }

  /** The file beside the manifest. */
  String file() {
    return topic.name() + ".ndjson.gz";
  }

  /** Whether values are bytes to anybody but us: they are not rendered as JSON. */
  boolean isBinary() {
    return selection == Selection.ROWS;
  }
}
