package io.millrace.recommend.state;

import io.millrace.schemas.Item;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which attributes the items of the catalogue have, counted. Thread-safe, one writer at a time. */
final class ItemAttributes {
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  /** An item was replaced; null stands for none. */
  void changed(@Nullable Item before, @Nullable Item after) {
    if (after != null) {
      after.getAttributes().keySet().forEach(name -> counts.merge(name, 1, Integer::sum));
    }
    if (before != null) {
      before.getAttributes().keySet().forEach(this::remove);
    }
  }

  private void remove(String name) {
    counts.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
  }

  /** Their names, a live view. */
  Set<String> names() {
    return Collections.unmodifiableSet(counts.keySet());
  }
}
