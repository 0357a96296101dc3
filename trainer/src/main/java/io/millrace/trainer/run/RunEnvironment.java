package io.millrace.trainer.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run ran on, as far as its figures may depend on it.
 *
 * @param codeVersion of the program; {@code development} where it was not packed
 * @param jvm name and version
 * @param hardware operating system, architecture, cores, and threads used
 */
public record RunEnvironment(String codeVersion, String jvm, String hardware) {
  /**
   * Here and now.
   *
   * @param threads that training uses
   */
  public static RunEnvironment of(int threads) {
    String version = RunEnvironment.class.getPackage().getImplementationVersion();
    return new RunEnvironment(
        version == null ? "development" : version,
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        "%s %s, %d cores, %d threads"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                threads));
  }

  /** By the names that files of runs have them under. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("codeVersion", codeVersion);
    facts.put("jvm", jvm);
    facts.put("hardware", hardware);
    return facts;
  }
}
