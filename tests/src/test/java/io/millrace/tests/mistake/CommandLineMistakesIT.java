package io.millrace.tests.mistake;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.MillraceProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's mistake ends in exit code 2 and a message that helps, never in a stack trace. */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(Lifecycle.PER_CLASS)
final class CommandLineMistakesIT {
  private static final String NOBODY = "127.0.0.1:1";

  private Path directory = Path.of("");
  private final EmbeddedBroker broker = EmbeddedBroker.startTemporary();

  @BeforeAll
  void keepFilesIn(@TempDir Path files) {
    directory = files;
  }

  @AfterAll
  void stopBroker() {
    broker.close();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          demo --data ./no-such-directory --once     | no-such-directory
          demo --data sample --speed fast --once     | fast
          demo --data sample --limit -5 --once       | -5
          demo --data sample --port 99999 --once     | 99999
          demo --limit many --once                   | many
          demo --colour red                          | --colour
          trainer --once --data sample --set embeding_dim=64     | embedding_dim
          trainer --once --data sample --set embedding_dim=-1    | -1
          trainer --once --data sample --set embedding_dim=big   | big
          features --config no-such.conf             | no-such.conf
          features --bootstrap-servers nonsense      | nonsense
          data describe ./no-such-directory          | no-such-directory
          check --url http://127.0.0.1:1             | 127.0.0.1:1
          frobnicate                                 | frobnicate
          """)
  void shouldNameTheMistakeWhenAnOptionIsWrong(String commandLine, String named) throws Exception {
    assertMistake(named, commandLine.strip().split("\\s+"));
  }

  @ParameterizedTest
  @CsvSource({"features", "trainer", "recommend", "'replay --data sample'", "'topics describe'"})
  void shouldSayWhereItLookedWhenNoBrokerAnswers(String command) throws Exception {
    List<String> arguments = new ArrayList<>(Arrays.asList(command.split(" ")));
    arguments.addAll(List.of("--bootstrap-servers", NOBODY, "--set", "kafka.reach_timeout=500ms"));

    assertMistake(NOBODY, arguments.toArray(String[]::new));
  }

  @Test
  void shouldNameTheUnknownKeyWhenAConfigurationHasOne() throws Exception {
    Path file = directory.resolve("mine.conf");
    Files.writeString(file, "features { state_dri = \"x\" }\nkafka.bootstrap_serverz = \"y\"\n");

    String message = assertMistake("state_dri", "features", "--config", file.toString());

    assertThat(message).as("all problems at once").contains("bootstrap_serverz");
  }

  @Test
  void shouldNameTheArchiveWhenItIsTruncated() throws Exception {
    Path whole = directory.resolve("whole.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(whole))) {
      zip.putNextEntry(new ZipEntry("ml-100k/u.data"));
      zip.write("1\t2\t3\t4\n".repeat(10_000).getBytes(StandardCharsets.UTF_8));
    }
    Path truncated = directory.resolve("truncated.zip");
    Files.write(truncated, Arrays.copyOf(Files.readAllBytes(whole), 60));

    assertMistake("truncated.zip", "data", "describe", truncated.toString());
  }

  @Test
  void shouldNameThePortWhenItIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertMistake(
          port, "recommend", "--port", port, "--bootstrap-servers", broker.bootstrapServers());
    }
  }

  @Test
  void shouldNameTheArchiveWhenTheCacheHoldsAnother() throws Exception {
    Path cache = Files.createDirectories(directory.resolve("cache"));
    Files.writeString(cache.resolve("ml-100k.zip"), "not what GroupLens published");

    assertMistake("ml-100k.zip", "data", "describe", "ml-100k", "--cache-dir", cache.toString());
  }

  @Test
  void shouldNameTheDateWhenTheReplayCannotReadIt() throws Exception {
    String servers = broker.bootstrapServers();

    assertMistake(
        "yesterday",
        "replay",
        "--data",
        "sample",
        "--from",
        "yesterday",
        "--bootstrap-servers",
        servers);
  }

  private String assertMistake(String named, String... arguments) throws InterruptedException {
    try (MillraceProcess process = MillraceProcess.start(directory, arguments)) {
      assertThat(process.exitCode()).as("%s", process.story()).isEqualTo(2);
      assertThat(process.output())
          .contains(named)
          .doesNotContain("\tat ")
          .doesNotContain("Caused by")
          .doesNotContain("unexpected error");
      return process.output();
    }
  }
}
