package io.millrace.features.registry;

import io.millrace.model.feature.EventFault;
import io.millrace.model.feature.FaultCode;
import io.millrace.schemas.IncompatibleSchemaException;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.ResolvingReader;
import io.millrace.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schemas that ratings were written with, by their ids in the registry: kept once known, since an
 * id's schema never changes; an id that the registry does not know is asked for again after a
 * while; a registry that does not answer is left alone for a while. Thread-safe: one thread asks
 * while others find what is known.
 */
final class WriterSchemas implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriterSchemas.class);

  private final SchemaRegistry registry;
  private final RegistryMetrics metrics;
  private final LongSupplier nanoTime;
  private final long unknownForNanos;

  /** Guards {@link #known}. */
  private final Object lock = new Object();

  private final Map<Integer, Known> known;

  /** Guards {@link #backOff}; held while the registry is asked. */
  private final ReentrantLock asking = new ReentrantLock();

  private final BackOff backOff;

  /** What is known of an id. */
  sealed interface Known {
    /** How to read its records. */
    record Resolved(ResolvingReader<RatingEvent> reader) implements Known {}

    /** Why its records are refused. */
    record Refused(EventFault fault) implements Known {}

    /**
     * The registry has not heard of it.
     *
     * @param asked when it was asked, by the clock
     */
    record Unregistered(EventFault fault, long asked) implements Known {}
  }

  /**
   * Nothing is known so far.
   *
   * @param nanoTime a clock, as {@link System#nanoTime}
   */
  WriterSchemas(
      SchemaRegistry registry,
      RegistrySettings settings,
      RegistryMetrics metrics,
      LongSupplier nanoTime) {
    this.registry = registry;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.unknownForNanos = settings.unknownFor().toNanos();
    this.known = new LeastRecentlyUsed(settings.cacheSize());
    this.backOff = new BackOff(settings.longestPause(), nanoTime);
  }

  /**
   * What is known of an id; asks the registry if need be.
   *
   * @return null if the registry does not answer, or did not a moment ago
   */
  @Nullable Known find(int id) {
    Known cached = cached(id);
    if (cached != null) {
      return cached;
    }
    asking.lock();
    try {
      Known meanwhile = cached(id);
      return meanwhile == null && !backOff.holds() ? ask(id) : meanwhile;
    } finally {
      asking.unlock();
    }
  }

  private @Nullable Known cached(int id) {
    synchronized (lock) {
      Known found = known.get(id);
      boolean stale =
          found instanceof Known.Unregistered unregistered
              && nanoTime.getAsLong() - unregistered.asked() >= unknownForNanos;
      return stale ? null : found;
    }
  }

  private @Nullable Known ask(int id) {
    SchemaRegistry.Answer answer;
    try {
      answer = registry.ask(id);
    } catch (RegistryUnavailableException e) {
      metrics.unavailable();
      if (!backOff.failing()) {
        LOG.warn(
            "registry: does not answer ({}); ratings whose schema is not known yet wait for it",
            e.getMessage());
      }
      backOff.failed();
      return null;
    }
    if (backOff.failing()) {
      LOG.info("registry: answers again");
    }
    backOff.answered();
    Known found = known(id, answer);
    synchronized (lock) {
      known.put(id, found);
    }
    return found;
  }

  private Known known(int id, SchemaRegistry.Answer answer) {
    return switch (answer) {
      case SchemaRegistry.Answer.Found found -> resolved(id, found);
      case SchemaRegistry.Answer.Unknown _ -> {
        metrics.unknown();
        yield new Known.Unregistered(
            new EventFault(
                FaultCode.UNKNOWN_SCHEMA,
                "schema id: must be one that the registry knows, was " + id),
            nanoTime.getAsLong());
      }
      case SchemaRegistry.Answer.Unusable unusable -> refused(unusable.reason());
    };
  }

  private Known resolved(int id, SchemaRegistry.Answer.Found found) {
    try {
      Known resolved = new Known.Resolved(Topics.RATINGS.codec().resolving(found.schema()));
      metrics.found();
      return resolved;
    } catch (IncompatibleSchemaException e) {
      return refused("schema id " + id + ": " + e.getMessage());
    }
  }

  private Known refused(String reason) {
    metrics.unusable();
    LOG.warn("registry: {}; its ratings are rejected", reason);
    return new Known.Refused(new EventFault(FaultCode.INCOMPATIBLE_SCHEMA, reason));
  }

  @Override
  public void close() {
    registry.close();
  }

  private static final class LeastRecentlyUsed extends LinkedHashMap<Integer, Known> {
    private static final long serialVersionUID = 1L;

    private final int most;

    LeastRecentlyUsed(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, Known> eldest) {
      return size() > most;
    }
  }
}
