package io.millrace.tests.rig;

import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/** The container engine of this machine, if it has one. */
public final class DockerEngine {
  private static final Logger log = LoggerFactory.getLogger(DockerEngine.class);

  private DockerEngine() {}

  /** Skips the test, and says why, where no engine answers. */
  public static void assumeThere() {
    boolean there = DockerClientFactory.instance().isDockerAvailable();
    if (!there) {
      log.warn("SKIPPED: no Docker engine answers, so what needs containers is not tested here");
    }
    Assumptions.assumeTrue(there, "no Docker engine answers");
  }
}
