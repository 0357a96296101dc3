package io.millrace.features.experiment;

import io.millrace.schemas.Experiment;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Definitions of experiments, each decoded when its bytes change, not at every rating. One that
 * cannot be read counts as none: that is told once, and stops nothing. Thread-safe.
 */
final class Definitions {
  private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);

  private final Map<String, Definition> known = new ConcurrentHashMap<>();

  /**
   * What stands on the topic.
   *
   * @param experiment null where the bytes are none
   */
  private record Definition(ByteBuffer bytes, @Nullable Experiment experiment) {
    static Definition read(String id, byte[] value) {
      ByteBuffer bytes = ByteBuffer.wrap(value);
      try {
        return new Definition(bytes, Topics.EXPERIMENTS.codec().decode(value));
      } catch (UndecodableException e) {
        LOG.warn("experiment {}: cannot be read, nobody is in it", id, e);
        return new Definition(bytes, null);
      }
    }
  }

  /** What the bytes define; null where they cannot be read. */
  @Nullable Experiment of(String experimentId, byte[] value) {
    return known
        .compute(
            experimentId,
            (id, before) ->
                before != null && before.bytes().equals(ByteBuffer.wrap(value))
                    ? before
                    : Definition.read(id, value))
        .experiment();
  }

  /** Forgets all but these. */
  void retain(Set<String> experimentIds) {
    known.keySet().retainAll(experimentIds);
  }
}
