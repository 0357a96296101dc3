package io.millrace.model.feature;

import io.millrace.schemas.UserAggregates;
import io.millrace.schemas.UserFeatures;
import io.millrace.schemas.UserItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rating does on the user's side.
 *
 * @param outcome what became of it
 * @param before the user's aggregates before it
 * @param state the user's state after it
 * @param userItem the rating that holds for user and item after it
 * @param replaced the rating that held before, where the outcome is {@link Outcome#REPLACED}
 * @param predecessors the user's last items before it, newest first, where the outcome is {@link
 *     Outcome#ACCEPTED}; otherwise empty
 */
public record UserStep(
    Outcome outcome,
    UserAggregates before,
    UserFeatures state,
    UserItem userItem,
    @Nullable UserItem replaced,
    List<String> predecessors) {}
