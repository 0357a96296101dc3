package io.millrace.features.erasure;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What erasing has to know of the stream it cleans up after.
 *
 * @param applicationId consumer group of the feature topology
 * @param experimentsId consumer group of the experiments' topology, null where it does not run
 * @param internalTopics changelogs and repartition topics, of the experiments' topology too
 * @param transactionTimeout time after which brokers abort a transaction left open, which readers
 *     of committed records wait for; at least 1 s
 */
public record StreamSpec(
    String applicationId,
    @Nullable String experimentsId,
    Set<String> internalTopics,
    Duration transactionTimeout) {
  public StreamSpec {
    internalTopics = Set.copyOf(internalTopics);
  }
}
