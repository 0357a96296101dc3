package io.millrace.features.store;

import io.millrace.schemas.Topics;
import java.util.HashMap;
import java.util.Map;

/** How the changelogs of stores are kept. */
public final class Changelogs {
  private Changelogs() {}

  /**
   * Their settings, beside those that hold for all topics of the stream: segments small enough to
   * be compacted now and then, and a bound in time on what was deleted. Kafka Streams creates them;
   * one that is there already stays as it is.
   */
  public static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(Topics.boundedCompaction());
    settings.put("segment.bytes", Topics.COMPACTED_SEGMENT_BYTES);
    return Map.copyOf(settings);
  }
}
