package io.millrace.trainer.run;

import io.millrace.schemas.Provenance;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.dl4j.Device;
import java.util.Map;

/** Tells where a generation comes from: enough to train it again. */
public final class Provenances {
  private Provenances() {}

  /**
   * Here and now.
   *
   * @param snapshot "topic-partition" to the offset trained up to (exclusive)
   */
  public static Provenance of(
      TrainerConfig config,
      Device device,
      Map<String, Long> snapshot,
      long examples,
      double seconds) {
    Package own = Provenances.class.getPackage();
    String version = own.getImplementationVersion();
    return new Provenance(
        config.engine(),
        device.description(),
        Map.copyOf(snapshot),
        config.toString(),
        config.seed(),
        version == null ? "development" : version,
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        "%s %s, %d cores, %d threads"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                config.effectiveThreads()),
        examples,
        seconds);
  }
}
