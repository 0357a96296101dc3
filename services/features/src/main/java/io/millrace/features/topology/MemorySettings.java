package io.millrace.features.topology;

import io.millrace.runtime.config.AtLeast;

/**
 * How many values each task holds decoded in memory; configuration section {@code features.memory}.
 * One more crowds out the one used least recently, which is then written.
 *
 * @param users states of users, some 5 KB each; default 20,000
 * @param userItems ratings that hold, some 0.3 KB each; default 50,000
 * @param items states of items, some 0.5 KB each; default 20,000
 * @param transitions items with what follows them, up to 25 KB each; default 5,000
 */
public record MemorySettings(
    @AtLeast(1) int users,
    @AtLeast(1) int userItems,
    @AtLeast(1) int items,
    @AtLeast(1) int transitions) {
  /** The defaults named above. */
  public static MemorySettings defaults() {
    return new MemorySettings(20_000, 50_000, 20_000, 5_000);
  }
}
