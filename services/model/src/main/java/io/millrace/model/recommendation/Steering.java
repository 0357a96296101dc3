package io.millrace.model.recommendation;

import io.millrace.model.filter.Filter;
import org.jspecify.annotations.Nullable;

/**
 * What the caller wants of the list besides the user's taste. Immutable.
 *
 * @param filter what every item must be; null for anything
 */
public record Steering(@Nullable Filter filter) {
  /** Nothing: the list as ranked. */
  public static final Steering NONE = new Steering(null);
}
