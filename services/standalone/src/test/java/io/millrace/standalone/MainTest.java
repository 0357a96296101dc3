package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.standalone.console.LogFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void capture() {
    PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "replay",
        "features",
        "trainer",
        "recommend",
        "topics",
        "data",
        "check",
        "bench",
        "evaluate",
        "runs",
        "tune",
        "dump",
        "restore"
      })
  void shouldExplainEveryCommandWithExamples(String command) {
    assertThat(Main.run(command, "--help")).isZero();
    assertThat(text()).contains("Usage: millrace " + command).contains("Example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --prot 1 | --prot",
        "evaluate | --data",
        "evaluate --data sample --quantile 1.5 | --quantile: must be above 0 and below 1, was 1.5",
        "evaluate --data sample --k-core 0 | --k-core: must be 1, which leaves out nothing, to",
        "evaluate --data sample --k-core 5 --universe u.tsv | --universe, --k-core: both say which",
        "evaluate --data sample --cut 9999999999999999 | --cut: must be seconds since 1970, from",
        "evaluate --data sample --cut 5 --quantile 0.5 | --cut, --quantile: say the same",
        "evaluate --data sample --models best | --models: must be some of popularity",
        "evaluate --data sample --retrain-every 5% | --retrain-every: goes with --rolling",
        "evaluate --data sample --rolling --retrain-every x | --retrain-every: must be a share",
        "evaluate --data sample --protocol p2 --rolling | --rolling: goes with --protocol p1",
        "evaluate --data sample --protocol p2 --cut 5 | --cut: goes with --protocol p1 alone, was"
            + " P2",
        "evaluate --data sample --protocol p4 --quantile 0.5 | --quantile: goes with --protocol p1",
        "evaluate --data sample --without tower | --without: must be some of index, transitions",
        "evaluate --data sample --seeds 1,x | --seeds",
        "demo --port many | --port",
        "demo --port 70000 | --port: must be 0 to 65535, was 70000",
        "demo --limit -1 | --limit: must be at least 0",
        "demo --data sample --port 0 --limit 50 | --limit: must be at least 200, the fewest"
            + " ratings",
        "demo --port 0 --speed fast | speed: must be max, N/s or Nx",
        "demo --port 0 --set trainer.embedding_dim=1 | trainer.embedding_dim",
        "demo --port 0 --set replay.from=yesterday | from: must be a fraction",
        "demo --port 0 --report /dev/null/report.json | --report: must be a file",
        "demo --port 0 --report . | --report: must be a file",
        "replay --speed fast | speed: must be max, N/s or Nx",
        "nonsense | 'nonsense'; see millrace --help",
        "evalaute --data sample | did you mean evaluate?; see millrace --help",
        "train | did you mean trainer?",
        "runs lsit x | did you mean list?; see millrace runs --help",
        "bench sreve | did you mean serve?; see millrace bench --help",
        "demo --porrt 0 | '--porrt', '0'; did you mean --port?; see millrace demo --help",
        "features --set features.nonsense=1 | features.nonsense: unknown key",
        "features --set features.threads=0 | features.threads: must be at least 1, was 0",
        "features --config /no/such/file | /no/such/file",
        "topics create -b 127.0.0.1:1 --set kafka.reach_timeout=300ms | 127.0.0.1:1",
        "topics describe --kafka-properties /no/such/file | --kafka-properties /no/such/file: must"
            + " be a readable properties file (no such file or directory: /no/such/file)",
        "data describe /no/such/place | /no/such/place",
        "data fetch ml-0 | ml-0",
        "check --url 127.0.0.1:1 | --url",
        "check --url http: | --url",
        "check --url http:localhost | --url",
        "check --url http://127.0.0.1:1 | http://127.0.0.1:1: does not answer (connection refused)",
        "check --url http://127.0.0.1:1 --rate 0 | --rate: must be above 0",
        "check --url http://127.0.0.1:1 --requests -1 | --requests: must be at least 0",
        "trainer --once --data sample | --output-dir",
        "tune --data sample --dir x | --budget",
        "tune --data sample --dir x --budget 0 | --budget: must be above 0 minutes",
        "tune --data sample --dir x --budget 1 --study best | --study: must be one of negatives",
        "tune --data sample --dir x --budget 1 --trials 0 | --trials: must be at least 1, was 0",
        "tune --data sample --dir x --budget 1 --quantile 2 | --quantile: must be above 0",
        "tune --data sample --dir /dev/null/x --budget 1 | --dir: must be a directory",
        "runs | Missing required subcommand",
        "runs list /no/such/place | run: must be a directory that is there, was /no/such/place",
        "runs list src | runs: src must hold directories that trainer --once",
        "runs show src | run: src must be a directory of one run, as trainer --once",
        "runs compare src src | run: src must be a directory of one run, as trainer --once",
        "runs compare src | RUN",
        "dump | --output",
        "dump --output x -b 127.0.0.1:1 --set kafka.reach_timeout=300ms | 127.0.0.1:1",
        "restore | --input",
      })
  void shouldTellAMistakeInAMessageWithoutAStackTrace(String arguments, String named) {
    assertThat(Main.run(arguments.trim().split(" "))).isEqualTo(2);
    assertThat(text()).startsWith("millrace: ").contains(named).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo --port 0 --data sample",
        "evaluate --data sample",
        "trainer --once --data sample --output-dir never-made",
      })
  void shouldSayAtOnceThatTheStateKeepsFewerItemsThanTheTowerTakesIn(String command) {
    String[] arguments = (command + " --set features.state.recent_items=7").split(" ");

    assertThat(Main.run(arguments)).isEqualTo(2);
    assertThat(text())
        .startsWith("millrace: trainer.history_length: must be at most")
        .contains("features.state.recent_items (7), was 50");
  }

  @Test
  void shouldListThePartsAndWhatTheyNeedWhenBenchIsGivenNone() {
    assertThat(Main.run("bench")).isEqualTo(2);
    assertThat(text())
        .startsWith("millrace: a part is missing")
        .contains("serve", "load", "sockets", "socket-load", "freshness")
        .contains("train", "kernels", "memory", "index", "encoders")
        .contains("need a data set", "need a service that runs", "need the sources and Maven")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldTellAllThatIsWrongWithSettingsAtOnceWhicheverSectionItIsIn() {
    String[] wrong = {
      "topics",
      "create",
      "--set",
      "topics.nonsense=1",
      "--set",
      "topics.replication=0",
      "--set",
      "trainer.seed=x",
      "--set",
      "recommend.log_timeout=1ms",
      "--set",
      "recommend.idle_timeout=1ms"
    };

    assertThat(Main.run(wrong)).isEqualTo(2);
    assertThat(text())
        .contains("the configuration has 5 problems")
        .contains("topics.nonsense: unknown key")
        .contains("topics: replication: must be at least 1")
        .contains("trainer.seed: must be a whole number")
        .contains("recommend: log_timeout: must be 100 ms to 24 h")
        .contains("recommend: idle_timeout: must be 100 ms to 24 h");
  }

  @Test
  void shouldSayThatThePortIsTakenBeforeAnythingStarts() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThat(Main.run("demo", "--data", "sample", "--port", Integer.toString(port)))
          .isEqualTo(2);
      assertThat(text()).startsWith("millrace: --port: " + port + " cannot be opened");
    }
  }

  @Test
  void shouldLeaveNoDirectoryBehindWhenADemosDataIsBad() throws IOException {
    Path text = Files.writeString(directory.resolve("a.zip"), "no zip");
    @Nullable String before = System.clearProperty("millrace.log");
    try {
      assertThat(Main.run("demo", "--port", "0", "--data", text.toString())).isEqualTo(2);
      Path made = Objects.requireNonNull(LogFile.path().getParent());
      assertThat(made.getFileName().toString()).startsWith("millrace-demo-");
      assertThat(made).doesNotExist();
    } finally {
      if (before == null) {
        System.clearProperty("millrace.log");
      } else {
        System.setProperty("millrace.log", before);
      }
    }
  }

  @Test
  void shouldDescribeADataSetOnAPage() {
    Path page = directory.resolve("sample.html");
    assertThat(Main.run("data", "describe", "sample", "--output", page.toString())).isZero();
    assertThat(page).content(StandardCharsets.UTF_8).contains("<svg");
    assertThat(text()).contains("sample").contains(page.toString());
  }

  @Test
  void shouldListShowAndCompareRuns() throws IOException {
    Path one = run("one", "unfinished", "0.25", "trainer.seed = 1");
    Path two = run("two", "refused", "0.125", "trainer.seed = 2");
    Path report = directory.resolve("report.json");

    assertThat(Main.run("runs", "list", directory.toString())).isZero();
    assertThat(text())
        .containsPattern("one +sample +2026-01-01T00:00:00Z +fused +unfinished +0.2500 +3.5")
        .containsPattern("two +sample +2026-01-01T00:00:00Z +fused +refused +0.1250 +3.5");
    printed.reset();
    assertThat(Main.run("runs", "show", two.toString())).isZero();
    assertThat(text()).containsPattern("verdict +refused").containsPattern("ndcg@10 +0.1250");
    printed.reset();
    assertThat(
            Main.run(
                "runs", "compare", one.toString(), two.toString(), "--report", report.toString()))
        .isZero();
    assertThat(text())
        .containsPattern("trainer.seed +1 +2")
        .containsPattern("ndcg@10 +0.2500 +0.1");
    assertThat(report).content(StandardCharsets.UTF_8).contains("trainer.seed");
  }

  @Test
  void shouldTellTheOtherRunsWhenAFileOfOneIsCutOff() throws IOException {
    run("one", "passed", "0.25", "");
    Path two = run("two", "passed", "0.125", "");
    Files.writeString(two.resolve("metrics.json"), "{\"metrics\": {");

    assertThat(Main.run("runs", "list", directory.toString())).isEqualTo(2);
    assertThat(text())
        .containsPattern("one +sample")
        .contains(two.resolve("metrics.json").toString())
        .doesNotContain("\tat ");
  }

  private Path run(String name, String verdict, String ndcg, String settings) throws IOException {
    Path place = Files.createDirectory(directory.resolve(name));
    Files.writeString(place.resolve("config.properties"), settings);
    Files.writeString(
        place.resolve("provenance.json"),
        """
        {"dataset": "sample", "started": "2026-01-01T00:00:00Z", "engine": "fused", "seconds": 3.5}
        """);
    Files.writeString(
        place.resolve("metrics.json"),
        "{\"verdict\": \"%s\", \"metrics\": {\"ndcg@10\": %s}}".formatted(verdict, ndcg));
    return place;
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
