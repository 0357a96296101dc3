package io.millrace.model.encode;

import io.millrace.schemas.Demographics;
import io.millrace.schemas.UserAggregates;
import org.jspecify.annotations.Nullable;

/**
 * What the user groups read.
 *
 * @param aggregates null before the user's first event
 * @param demographics null where unknown
 * @param now event time, milliseconds
 */
record UserContext(
    @Nullable UserAggregates aggregates, @Nullable Demographics demographics, long now) {}
