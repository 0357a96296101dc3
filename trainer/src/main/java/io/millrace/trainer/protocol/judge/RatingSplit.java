package io.millrace.trainer.protocol.judge;

import io.millrace.model.feature.HalfStars;
import io.millrace.trainer.dataset.Interactions;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Ratings that are predicted from all others (PROTOCOLS P4).
 *
 * @param name in a dump
 * @param judged those predicted; not to be changed
 */
record RatingSplit(String name, BitSet judged) {
  /** Why no error can be told; null where it can. */
  @Nullable String withoutError(Interactions log) {
    int wanted = judged.cardinality();
    if (wanted == 0) {
      return "none of the %d ratings falls to it".formatted(log.size());
    }
    return wanted == log.size() ? "it leaves no rating to learn from" : null;
  }

  /** Why likes cannot be told from dislikes; null where they can. */
  @Nullable String withoutLikes(Interactions log) {
    String without = withoutError(log);
    if (without != null) {
      return without;
    }
    long liked = judged.stream().filter(e -> log.halfStars(e) >= HalfStars.LIKED).count();
    long disliked = judged.stream().filter(e -> log.halfStars(e) <= HalfStars.DISLIKED).count();
    return liked > 0 && disliked > 0
        ? null
        : "of its %d ratings %d are 4 stars or more and %d are 2 or less; it needs both"
            .formatted(judged.cardinality(), liked, disliked);
  }
}
