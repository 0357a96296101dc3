package io.millrace.fuzzing;

/** Makes inputs up for a target. */
public interface Engine {
  /** Which one. */
  enum Kind {
    /** {@link MutatorEngine}. */
    MUTATOR,
    /** {@link JazzerEngine}. */
    JAZZER
  }

  /**
   * Gives the target its seeds, and then as many inputs as set.
   *
   * @throws Finding or another {@link AssertionError}: an input that was neither taken nor refused,
   *     that did not end, or memory that was not given back
   */
  Report run(Class<? extends FuzzTarget> target) throws Exception;

  /** The one that the settings say. */
  static Engine of(FuzzSettings settings) {
    return switch (settings.engine()) {
      case MUTATOR -> new MutatorEngine(settings);
      case JAZZER -> new JazzerEngine(settings);
    };
  }
}
