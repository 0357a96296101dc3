package io.millrace.recommend.state;

import io.millrace.schemas.UndecodableException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts rows that could not be decoded when asked for; logs the first of each topic. */
final class UndecodableRows {
  private static final Logger LOG = LoggerFactory.getLogger(UndecodableRows.class);

  private final AtomicLong count = new AtomicLong();
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  void note(String topic, String key, UndecodableException fault) {
    count.incrementAndGet();
    if (logged.add(topic)) {
      LOG.warn(
          "{}: the row of {} cannot be decoded and counts as absent; further ones are only counted",
          topic,
          key,
          fault);
    }
  }

  long count() {
    return count.get();
  }
}
