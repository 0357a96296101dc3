package io.millrace.tests.rig;

import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;

/** The container engine of this machine, if it has one. */
public final class DockerEngine {
  private static final Logger log = LoggerFactory.getLogger(DockerEngine.class);

  private DockerEngine() {}

  /**
   * Starts a container; skips the test, and says why, where no engine answers or the image cannot
   * be had.
   */
  public static <T extends GenericContainer<?>> T start(Supplier<T> container) {
    requireThat(DockerClientFactory.instance().isDockerAvailable(), "no Docker engine answers");
    T created = container.get();
    try {
      created.start();
    } catch (ContainerFetchException e) {
      log.debug("no image", e);
      requireThat(false, created.getDockerImageName() + " cannot be fetched");
    }
    return created;
  }

  private static void requireThat(boolean given, String otherwise) {
    if (!given) {
      log.warn("SKIPPED, not tested here: what needs containers, as {}", otherwise);
    }
    Assumptions.assumeTrue(given, otherwise);
  }
}
