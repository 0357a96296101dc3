package io.millrace.recommend.generation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which generations have served here, in order. One that serves again takes back what served after
 * it, and an older one that has not served here what is newer: so each roll-back goes one step
 * further, and never forth again. Thread-safe.
 */
final class Lineage {
  private final List<String> order = new ArrayList<>();

  /** This one serves from now on. */
  synchronized void serves(String generation) {
    int at = order.indexOf(generation);
    if (at >= 0) {
      order.subList(at, order.size()).clear();
    }
    order.removeIf(other -> other.compareTo(generation) > 0);
    order.add(generation);
  }

  /** The one that served before, of those that are still there; null if there is none. */
  synchronized @Nullable String before(Collection<String> present) {
    return order.reversed().stream().skip(1).filter(present::contains).findFirst().orElse(null);
  }
}
