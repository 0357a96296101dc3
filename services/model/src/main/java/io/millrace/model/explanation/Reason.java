package io.millrace.model.explanation;

import org.jspecify.annotations.Nullable;

/**
 * A reason for an item.
 *
 * @param kind what it goes by
 * @param strength how much it says, 0 to 1; orders the reasons for one item
 * @param itemId the user's item that it names; null where it names none
 * @param title of that item; null where it has none
 * @param genre the genre that it names; null where it names none
 * @param text for people
 */
public record Reason(
    ReasonKind kind,
    double strength,
    @Nullable String itemId,
    @Nullable String title,
    @Nullable String genre,
    String text) {}
