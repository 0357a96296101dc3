package io.millrace.features;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.model.feature.FaultCode;
import io.millrace.model.feature.Outcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what becomes of the records. Work that a crash aborts and that is done again is counted
 * twice. Thread-safe.
 */
public final class FeatureMetrics {
  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
  private final Map<FaultCode, Counter> rejects = new EnumMap<>(FaultCode.class);
  private final AtomicLong rejected = new AtomicLong();
  private final Counter erased;
  private final Counter itemWork;
  private final Counter uncounted;

  /** Meters in a registry. */
  public FeatureMetrics(MeterRegistry registry) {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(
          outcome,
          Counter.builder("millrace.features.events")
              .description("Valid rating events by outcome")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    for (FaultCode code : FaultCode.values()) {
      rejects.put(
          code,
          Counter.builder("millrace.features.rejects")
              .description("Records refused by code")
              .tag("code", code.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    this.erased =
        Counter.builder("millrace.features.erased").description("Users erased").register(registry);
    this.itemWork =
        Counter.builder("millrace.features.item.work")
            .description("Records processed on the items' side")
            .register(registry);
    this.uncounted =
        Counter.builder("millrace.features.experiments.uncounted")
            .description("Records that counting experiments failed on and passed over")
            .register(registry);
  }

  /** A valid rating was processed on the user's side. */
  public void rated(Outcome outcome) {
    Counter counter = outcomes.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  /** A record was refused. */
  public void rejected(String code) {
    rejected.incrementAndGet();
    Counter counter = rejects.get(FaultCode.valueOf(code));
    if (counter != null) {
      counter.increment();
    }
  }

  /** A user was erased. */
  public void erased() {
    erased.increment();
  }

  /** A record was processed on the items' side. */
  public void itemWork() {
    itemWork.increment();
  }

  /** Counting experiments failed on a record. */
  public void uncounted() {
    uncounted.increment();
  }

  /** How many valid ratings had this outcome since the start. */
  public long count(Outcome outcome) {
    Counter counter = outcomes.get(outcome);
    return counter == null ? 0 : (long) counter.count();
  }

  /** How many records were refused since the start. */
  public long rejected() {
    return rejected.get();
  }
}
