package io.millrace.trainer.engine;

import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.dl4j.Dl4jEngine;
import io.millrace.trainer.fused.FusedEngine;
import io.millrace.trainer.learner.Engine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the configured engine. */
public final class Engines {
  private static final Logger log = LoggerFactory.getLogger(Engines.class);

  private Engines() {}

  /** The engine of {@code trainer.engine} on {@code trainer.device}; to be closed by the caller. */
  public static Engine open(TrainerConfig config) {
    return switch (config.engine()) {
      case DL4J -> new Dl4jEngine(config.device(), config.effectiveThreads());
      case FUSED -> fused(config);
    };
  }

  private static Engine fused(TrainerConfig config) {
    if (!config.device().equals("cpu")) {
      log.warn(
          "trainer.device: {} was asked for, but the engine fused computes on the CPU only;"
              + " trainer.engine=dl4j may use a GPU. Training on the CPU.",
          config.device());
    }
    return new FusedEngine(config.effectiveThreads());
  }
}
