package io.millrace.recommend.generation;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Who waits for this replica to follow a command, by the command's request id. Thread-safe. */
final class CommandWaits {
  private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
  private final Set<String> heard = ConcurrentHashMap.newKeySet();

  /** To be asked before the command is sent; completes once it has been followed. */
  CompletableFuture<Void> expect(String requestId) {
    return waiting.computeIfAbsent(requestId, id -> new CompletableFuture<>());
  }

  /** Nobody waits any more. */
  void forget(String requestId) {
    waiting.remove(requestId);
    heard.remove(requestId);
  }

  /** The command has been read. */
  void heard(String requestId) {
    if (waiting.containsKey(requestId)) {
      heard.add(requestId);
    }
  }

  /** Those read and not followed yet. */
  Set<String> open() {
    return Set.copyOf(heard);
  }

  /** These have been followed. */
  void followed(Set<String> requestIds) {
    for (String requestId : requestIds) {
      heard.remove(requestId);
      CompletableFuture<Void> one = waiting.remove(requestId);
      if (one != null) {
        one.complete(null);
      }
    }
  }
}
