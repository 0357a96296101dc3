package io.millrace.model.feature;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A value for each of a view's items, by {@link ItemOrdinals}. One writer at a time, any readers.
 */
public final class ItemColumn<T> {
  private volatile AtomicReferenceArray<@Nullable T> values = new AtomicReferenceArray<>(1024);

  /** The item's value; null where it has none. */
  public @Nullable T get(int ordinal) {
    AtomicReferenceArray<@Nullable T> now = values;
    return ordinal >= 0 && ordinal < now.length() ? now.get(ordinal) : null;
  }

  /**
   * Sets the item's value.
   *
   * @param ordinal 0 or more
   * @param value null for none
   */
  public void set(int ordinal, @Nullable T value) {
    AtomicReferenceArray<@Nullable T> now = values;
    if (ordinal >= now.length()) {
      now = grown(now, Math.max(ordinal + 1, 2 * now.length()));
      values = now;
    }
    now.set(ordinal, value);
  }

  private static <T> AtomicReferenceArray<@Nullable T> grown(
      AtomicReferenceArray<@Nullable T> before, int length) {
    AtomicReferenceArray<@Nullable T> after = new AtomicReferenceArray<>(length);
    for (int i = 0; i < before.length(); i++) {
      after.set(i, before.get(i));
    }
    return after;
  }
}
