package io.millrace.recommend.generation;

import io.millrace.schemas.ModelManifest;
import org.jspecify.annotations.Nullable;

/**
 * A generation as this replica sees it.
 *
 * @param manifest its table of contents
 * @param state whether it serves
 * @param reason why it does not, where it should
 */
public record ModelStatus(ModelManifest manifest, State state, @Nullable String reason) {
  /** Whether a generation serves. */
  public enum State {
    /** It answers. */
    SERVING,
    /** It is built and can answer within a moment. */
    RESIDENT,
    /** Its rows are here; it would have to be built. */
    AVAILABLE,
    /** Not all of its rows have been read yet. */
    INCOMPLETE,
    /** Its rows are not what the manifest says. */
    CORRUPT,
    /** The gate refused it. */
    REFUSED
  }
}
