package io.millrace.features.decode;

import io.millrace.model.feature.Rating;
import io.millrace.schemas.Misrouted;
import io.millrace.schemas.Reject;
import io.millrace.schemas.User;

/** What a source record turns out to be. */
public sealed interface Decoded {
  /** A valid rating on its user's partition. */
  record Rated(Rating rating) implements Decoded {}

  /** What a user told of themselves. */
  record Told(User user) implements Decoded {}

  /** A user is to be erased. */
  record Erased(String userId) implements Decoded {}

  /** A record of another partition's user. */
  record Elsewhere(String userId, Misrouted record) implements Decoded {}

  /** A record that is refused. */
  record Refused(Reject reject) implements Decoded {}
}
