package io.millrace.fuzzing;

import java.util.List;
import java.util.Locale;

/**
 * How much is tried: system properties {@code millrace.fuzz.*}.
 *
 * @param engine {@code mutator} or {@code jazzer}
 * @param inputs of each target beside its seeds
 * @param seed of what is random
 * @param only names of the targets to try, by commas; empty for all
 */
public record FuzzSettings(Engine.Kind engine, long inputs, long seed, String only) {
  private static final long INPUTS = 500;
  private static final long SEED = 20261128;

  public FuzzSettings {
    if (inputs < 1) {
      throw new IllegalArgumentException("millrace.fuzz.inputs: must be at least 1, was " + inputs);
    }
  }

  /** As given on the command line. */
  public static FuzzSettings given() {
    return new FuzzSettings(
        Engine.Kind.valueOf(
            System.getProperty("millrace.fuzz.engine", "mutator").toUpperCase(Locale.ROOT)),
        Long.getLong("millrace.fuzz.inputs", INPUTS),
        Long.getLong("millrace.fuzz.seed", SEED),
        System.getProperty("millrace.fuzz.only", ""));
  }

  /** Whether this target is to be tried. */
  public boolean wants(Class<? extends FuzzTarget> target) {
    return only.isEmpty() || List.of(only.split(",")).contains(target.getSimpleName());
  }
}
