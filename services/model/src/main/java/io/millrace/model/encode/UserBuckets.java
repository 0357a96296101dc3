package io.millrace.model.encode;

import io.millrace.schemas.Keys;
import org.jspecify.annotations.Nullable;

/** Places users in the bounded, hashed embedding table. Pure. */
public final class UserBuckets {
  private UserBuckets() {}

  /**
   * The user's row.
   *
   * @param userId null for an anonymous session
   * @param buckets rows of the table without row 0, at least 1
   * @return 0 for an anonymous session, else 1 to {@code buckets}
   */
  public static int row(@Nullable String userId, int buckets) {
    if (userId == null) {
      return 0;
    }
    return 1 + Math.floorMod(Keys.hash(userId), buckets);
  }
}
