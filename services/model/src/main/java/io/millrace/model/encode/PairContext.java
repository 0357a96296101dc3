package io.millrace.model.encode;

import io.millrace.model.feature.TransitionRow;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemFeatures;
import org.jspecify.annotations.Nullable;

/**
 * One candidate for one user: what the pair groups read.
 *
 * @param query the user's side
 * @param itemId the candidate
 * @param known what is known of it
 * @param vector its unit vector, or null; not to be changed
 * @param dot user vector times item vector, -1 to 1; 0 where either is missing
 * @param share the retrieval model's chance of the candidate among all that were proposed: softmax
 *     of the dots by the learned temperature, 0 to 1; 0 where either vector is missing
 * @param ranks places in the sources
 * @param followed the candidate in the rows of what follows the user's last items: at 0 in that of
 *     the newest, {@value #FOLLOWED} in all, null at those it does not follow; null where it
 *     follows none. Not to be changed
 * @param liking what the user would rate it; null without rating factors
 */
@SuppressWarnings("ArrayRecordComponent")
public record PairContext(
    QueryState query,
    String itemId,
    KnownItem known,
    float @Nullable [] vector,
    float dot,
    double share,
    SourceRanks ranks,
    TransitionRow.@Nullable Entry @Nullable [] followed,
    @Nullable RatingForecast liking) {
  /** Of so many of the last items it is told whether the candidate follows them. */
  public static final int FOLLOWED = 10;

  /** The candidate's catalogue entry, or null. */
  public @Nullable Item item() {
    return known.item();
  }

  /** The candidate's state, or null if nobody has rated it. */
  public @Nullable ItemFeatures features() {
    return known.features();
  }
}
