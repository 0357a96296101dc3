package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher as it lies in a distribution, without sources, on a Java that only says its
 * arguments.
 */
class LauncherTest {
  @TempDir private Path home = Path.of("");

  @BeforeEach
  void lay() throws IOException {
    Path launcher = Path.of("..", "..", "millrace");
    assumeTrue(Files.isExecutable(launcher), "there is no launcher here");
    Files.copy(launcher, home.resolve("millrace"));
    Files.createFile(home.resolve("millrace-standalone-1.jar"));
    Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/usr/bin/env bash
        if [ "$1" = -version ]; then echo 'openjdk version "25.0.1"'; else echo "runs $*"; fi
        """);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String output(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", home.resolve("millrace").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return text;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--help", "serve", "freshness", "sreve"})
  void shouldAskTheCommandLineForEveryPartThatIsNotMadeFromSources(String part) throws Exception {
    assertThat(part.isEmpty() ? output("bench") : output("bench", part))
        .startsWith("runs ")
        .endsWith(
            "-jar %s/millrace-standalone-1.jar bench%s\n"
                .formatted(home, part.isEmpty() ? "" : " " + part));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "kernels", "memory", "index", "encoders"})
  void shouldSayThatPartsBesideOthersNeedTheSources(String part) throws Exception {
    assertThat(output("bench", part)).startsWith("millrace: bench: needs the sources");
  }

  @Test
  void shouldPassOnWhatItDoesNotKnow() throws Exception {
    assertThat(output("evalaute", "--data", "x")).endsWith(" evalaute --data x\n");
  }
}
