package io.millrace.model.encode;

import io.millrace.model.feature.TransitionRow;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatedItem;
import org.jspecify.annotations.Nullable;

/**
 * One of the items a user rated last, with what is known of it.
 *
 * @param rating the user's rating
 * @param item its catalogue entry, or null
 * @param transitions what follows it
 * @param vector its unit vector, or null where it has none; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record RecentItem(
    RatedItem rating, @Nullable Item item, TransitionRow transitions, float @Nullable [] vector) {}
