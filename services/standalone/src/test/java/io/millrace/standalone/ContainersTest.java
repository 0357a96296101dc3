package io.millrace.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainersTest {
  private static final Path ROOT = Path.of("..", "..");

  @ParameterizedTest
  @CsvSource({"1000, 900", "20000, 18000", "50000, 18000", "0, 18000", "08, 7"})
  void shouldTrainWithWhateverLimitIsReplayed(String limit, int first) throws Exception {
    assertThat(trainer(limit, "")).isEqualTo("trainer -b x --set trainer.first_training=" + first);
  }

  @Test
  void shouldLetTheUserChooseTheFirstTraining() throws Exception {
    assertThat(trainer("1000", "5")).endsWith("trainer.first_training=5");
  }

  @Test
  void shouldRefuseALimitThatIsNoNumber() throws Exception {
    assertThat(trainer("many", "")).contains("MILLRACE_LIMIT: must be a whole number", "many");
  }

  @Test
  void shouldNotRestartReplayForEver() throws IOException {
    String compose = Files.readString(ROOT.resolve("docker-compose.yml"), UTF_8);
    assertThat(compose.substring(compose.indexOf("\n  replay:")))
        .containsPattern("restart: on-failure:[1-5]\n");
  }

  private static String trainer(String limit, String first) throws Exception {
    ProcessBuilder script = new ProcessBuilder("bash", "ops/docker/trainer", "-b", "x");
    script.directory(ROOT.toFile()).redirectErrorStream(true);
    script.environment().put("MILLRACE_LAUNCHER", "echo");
    script.environment().put("MILLRACE_LIMIT", limit);
    script.environment().put("MILLRACE_FIRST_TRAINING", first);
    Process process = script.start();
    try (var printed = process.getInputStream()) {
      return new String(printed.readAllBytes(), UTF_8).strip();
    } finally {
      process.waitFor();
    }
  }
}
