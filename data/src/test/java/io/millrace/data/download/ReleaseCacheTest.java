package io.millrace.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetFault.Reason;
import io.millrace.data.DatasetOptions;
import io.millrace.data.Datasets;
import io.millrace.data.DownloadListener;
import io.millrace.data.TinyReleases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class ReleaseCacheTest {
  @TempDir Path directory;

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private byte[] zip;
  private int status = 200;
  private int brokenOffAt = -1;
  private int silentAt = -1;
  private final CountDownLatch answered = new CountDownLatch(1);
  private String md5 = "";

  @BeforeEach
  void serve() throws IOException {
    zip = Files.readAllBytes(TinyReleases.zip(TinyReleases.oneM(directory)));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    answered.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      asked.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
      if (exchange.getRequestURI().getPath().endsWith(".md5")) {
        send(exchange, md5.isEmpty() ? 404 : 200, md5.getBytes(StandardCharsets.UTF_8));
      } else if (range != null) {
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        send(exchange, 206, Arrays.copyOfRange(zip, from, zip.length));
      } else if (silentAt >= 0) {
        exchange.sendResponseHeaders(200, zip.length);
        exchange.getResponseBody().write(zip, 0, silentAt);
        exchange.getResponseBody().flush();
        answered.await();
      } else if (brokenOffAt >= 0) {
        exchange.sendResponseHeaders(200, zip.length);
        exchange.getResponseBody().write(zip, 0, brokenOffAt);
      } else {
        send(exchange, status, zip);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private DatasetOptions options() {
    return DatasetOptions.standard()
        .withCache(directory.resolve("cache"))
        .withMirror(URI.create("http://127.0.0.1:%d/x/".formatted(server.getAddress().getPort())));
  }

  private Release release(String algorithm) throws IOException {
    Path file = Files.write(directory.resolve("expected"), zip);
    return new Release("ml-1m", algorithm, Digests.of(file, algorithm), true);
  }

  private List<String> cached() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void shouldDownloadOnceAndTellHowItGoes() throws IOException {
    List<String> told = new ArrayList<>();
    DownloadListener listener =
        new DownloadListener() {
          @Override
          public void started(String name, String from, String licence) {
            told.add(name + " " + licence.contains("GroupLens"));
          }

          @Override
          public void progressed(long bytes, long total) {
            told.add(bytes + " of " + total);
          }

          @Override
          public void finished() {
            told.add("finished");
          }
        };
    ReleaseCache cache = new ReleaseCache(options().withListener(listener));

    Path first = cache.get(release("SHA-256"));
    Path second = cache.get(release("SHA-256"));

    assertThat(first).isEqualTo(second).hasBinaryContent(zip);
    assertThat(told)
        .startsWith("ml-1m true")
        .contains(zip.length + " of " + zip.length)
        .endsWith("finished");
    assertThat(asked).containsExactly("/x/ml-1m.zip", "/x/ml-1m.zip.md5");
    assertThat(cached()).containsExactly("ml-1m.zip");
  }

  @Test
  void shouldKeepNothingOfAFileWithTheWrongChecksum() throws IOException {
    assertThatThrownBy(() -> Datasets.open("ml-1m", options()))
        .isInstanceOfSatisfying(
            DatasetFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.CHECKSUM))
        .hasMessageContaining("ml-1m.zip: MD5 must be c4d9eecfca2ab87c1945afe126590906, was ")
        .hasMessageContaining("nothing was kept");
    assertThat(cached()).containsExactly("ml-1m.zip.lock");
  }

  @Test
  void shouldHoldTheFileToTheChecksumPublishedBesideIt() throws IOException {
    md5 = "MD5 (ml-1m.zip) = 00000000000000000000000000000000\n";

    assertThatThrownBy(() -> new ReleaseCache(options()).get(release("SHA-256")))
        .hasMessageContaining("MD5 must be 00000000000000000000000000000000");
  }

  @Test
  void shouldResumeWhereADownloadBrokeOff() throws IOException {
    Path cache = Files.createDirectories(directory.resolve("cache"));
    Files.write(cache.resolve("ml-1m.zip.part"), Arrays.copyOf(zip, 100));

    assertThat(new ReleaseCache(options()).get(release("MD5"))).hasBinaryContent(zip);

    assertThat(asked.getFirst()).isEqualTo("/x/ml-1m.zip bytes=100-");
    assertThat(cached()).containsExactly("ml-1m.zip");
  }

  @Test
  void shouldSayThatADownloadThatBreaksOffResumes() {
    brokenOffAt = 100;

    assertThatThrownBy(() -> new ReleaseCache(options()).get(release("MD5")))
        .isInstanceOfSatisfying(
            DatasetFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.UNREACHABLE))
        .hasMessageContaining("it resumes");
  }

  @Test
  @Timeout(60)
  void shouldGiveUpOnAHostThatFallsSilentAndResumeLater() throws IOException {
    silentAt = 100;
    URI from = options().mirror().resolve("ml-1m.zip");
    Path part = directory.resolve("part");

    try (Download download = new Download(from, DownloadListener.NONE, Duration.ofMillis(300))) {
      assertThatThrownBy(() -> download.to(part))
          .isInstanceOfSatisfying(
              DatasetFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.UNREACHABLE))
          .hasMessageContaining("nothing came for 0.3 s")
          .hasMessageContaining("it resumes");
    }
    assertThat(part).hasSize(100);
  }

  @Test
  void shouldNameTheStatusOfARefusal() {
    status = 503;

    assertThatThrownBy(() -> Datasets.fetch("ml-1m", options()))
        .hasMessageContaining("must answer 200, answered 503");
  }

  @Test
  void shouldSayWhatToDoOffline() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    DatasetOptions offline =
        options().withMirror(URI.create("http://127.0.0.1:%d/".formatted(port)));

    assertThatThrownBy(() -> Datasets.open("ml-100k", offline))
        .isInstanceOfSatisfying(
            DatasetFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.UNREACHABLE))
        .hasMessageContaining("go online and try again")
        .hasMessageContaining("sample");
  }

  @Test
  void shouldRefuseToFetchWhatIsNoRelease() {
    assertThatThrownBy(() -> Datasets.fetch("sample", options()))
        .hasMessageContaining("data: must be one of");
  }

  @Test
  void shouldSayThatTheCacheCannotBeWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("occupied"), "x");

    assertThatThrownBy(() -> Datasets.open("ml-1m", options().withCache(file)))
        .hasMessageContaining("must be a directory that can be written");
  }
}
