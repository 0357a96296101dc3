package io.millrace.tests.fuzz;

import io.millrace.fuzzing.Engine;
import io.millrace.fuzzing.FuzzSettings;
import io.millrace.fuzzing.FuzzTarget;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each reader of outside input what nobody would send: it takes it or refuses it as its
 * Javadoc says, and does nothing else. How much is tried, and by which engine, {@link FuzzSettings}
 * says; what the service is sent is tried in its own module.
 */
final class ReaderFuzzTest {
  private static final Logger log = LoggerFactory.getLogger(ReaderFuzzTest.class);

  private final FuzzSettings settings = FuzzSettings.given();

  @TestFactory
  Stream<DynamicTest> shouldTakeOrRefuse() {
    return Stream.of(
            FilterTarget.class,
            JsonTarget.class,
            KeyFileTarget.class,
            ConfigurationTarget.class,
            MovieLensTarget.class,
            ArchiveTarget.class,
            BundleTarget.class,
            AvroTarget.class,
            RegisteredRatingTarget.class)
        .filter(settings::wants)
        .map(target -> DynamicTest.dynamicTest(target.getSimpleName(), () -> fuzz(target)));
  }

  private void fuzz(Class<? extends FuzzTarget> target) throws Exception {
    log.warn("{}: {}", target.getSimpleName(), Engine.of(settings).run(target));
  }
}
