package io.millrace.recommend.state;

import io.millrace.schemas.UserFeatures;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * States of users that were decoded lately, by the bytes they came in: a list for a user asks for
 * the state several times, and the user for several lists. {@value #SLOTS} at most, some 10 KB
 * each; a user whose slot another takes is decoded again. What is kept is shared, and not to be
 * changed. Thread-safe.
 */
final class DecodedUsers {
  private static final int SLOTS = 1 << 10;

  @SuppressWarnings("ArrayRecordComponent") // told apart by identity
  private record Decoded(byte[] bytes, UserFeatures state) {}

  private final AtomicReferenceArray<@Nullable Decoded> slots = new AtomicReferenceArray<>(SLOTS);

  /** The state that these very bytes are; null if it is not kept. */
  @SuppressWarnings("ReferenceEquality") // the very array, not one with the same bytes
  @Nullable UserFeatures find(String userId, byte[] bytes) {
    Decoded kept = slots.get(slot(userId));
    return kept != null && kept.bytes() == bytes ? kept.state() : null;
  }

  /** Keeps the state that the bytes are. */
  void keep(String userId, byte[] bytes, UserFeatures state) {
    slots.set(slot(userId), new Decoded(bytes, state));
  }

  private static int slot(String userId) {
    return (userId.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - 10);
  }
}
