package io.millrace.trainer.engine;

import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.dl4j.Dl4jEngine;
import io.millrace.trainer.learner.Engine;

/** Opens the configured engine. */
public final class Engines {
  private Engines() {}

  /** The engine of {@code trainer.engine} on {@code trainer.device}; to be closed by the caller. */
  public static Engine open(TrainerConfig config) {
    return new Dl4jEngine(config.device(), config.effectiveThreads());
  }
}
