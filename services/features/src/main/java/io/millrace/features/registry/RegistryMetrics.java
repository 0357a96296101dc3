package io.millrace.features.registry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the registry answers. Thread-safe. */
final class RegistryMetrics {
  private final Counter found;
  private final Counter unknown;
  private final Counter unusable;
  private final Counter unavailable;

  RegistryMetrics(MeterRegistry registry) {
    this.found = lookups(registry, "found");
    this.unknown = lookups(registry, "unknown");
    this.unusable = lookups(registry, "unusable");
    this.unavailable = lookups(registry, "unavailable");
  }

  private static Counter lookups(MeterRegistry registry, String result) {
    return Counter.builder("millrace.features.registry.lookups")
        .description("Questions to the schema registry by result")
        .tag("result", result)
        .register(registry);
  }

  void found() {
    found.increment();
  }

  void unknown() {
    unknown.increment();
  }

  void unusable() {
    unusable.increment();
  }

  void unavailable() {
    unavailable.increment();
  }
}
