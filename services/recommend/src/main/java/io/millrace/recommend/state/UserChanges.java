package io.millrace.recommend.state;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who wants to know when a user's state changes. Listeners are added by any thread and called by
 * the reader thread, after each batch; they must not block.
 */
public final class UserChanges {
  /** Ends a listening. */
  @FunctionalInterface
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  /** Calls the listener after each batch in which the user's state changed. */
  public Listening listen(String userId, Runnable listener) {
    listeners.compute(
        userId,
        (id, present) -> {
          List<Runnable> list = present == null ? new CopyOnWriteArrayList<>() : present;
          list.add(listener);
          return list;
        });
    return () -> forget(userId, listener);
  }

  private void forget(String userId, Runnable listener) {
    listeners.computeIfPresent(
        userId,
        (id, present) -> {
          present.remove(listener);
          return present.isEmpty() ? null : present;
        });
  }

  /** Notes a change. */
  void changed(String userId) {
    if (listeners.containsKey(userId)) {
      changed.add(userId);
    }
  }

  /** Tells the listeners of users noted since the last call. */
  void tell() {
    List<String> users = List.copyOf(changed);
    changed.clear();
    users.forEach(userId -> listeners.getOrDefault(userId, List.of()).forEach(Runnable::run));
  }
}
