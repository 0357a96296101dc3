package io.millrace.recommend.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.fuzzing.Engine;
import io.millrace.fuzzing.FuzzSettings;
import io.millrace.fuzzing.FuzzTarget;
import io.millrace.fuzzing.Report;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Sends the whole service what nobody would send: it answers as the OpenAPI document says, and goes
 * on. How much is sent, and made up by which engine, {@link FuzzSettings} says.
 */
final class ServiceFuzzTest {
  private final FuzzSettings settings = FuzzSettings.given();

  @TestFactory
  Stream<DynamicTest> shouldAnswerAsDocumented() {
    return Stream.of(RequestTarget.class, MessageTarget.class, FrameTarget.class)
        .filter(settings::wants)
        .map(target -> DynamicTest.dynamicTest(target.getSimpleName(), () -> fuzz(target)));
  }

  private void fuzz(Class<? extends FuzzTarget> target) throws Exception {
    Report report = Engine.of(settings).run(target);

    System.out.println(target.getSimpleName() + ": " + report);
    assertThat(report.executed()).isGreaterThanOrEqualTo(settings.inputs());
  }
}
