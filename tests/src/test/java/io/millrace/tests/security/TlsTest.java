package io.millrace.tests.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.recommend.access.Access;
import io.millrace.recommend.access.AccessSettings;
import io.millrace.recommend.access.AuditLog;
import io.millrace.recommend.health.HealthEndpoint;
import io.millrace.recommend.http.BulkSettings;
import io.millrace.recommend.http.BulkThreads;
import io.millrace.recommend.http.Gate;
import io.millrace.recommend.http.HttpApi;
import io.millrace.recommend.http.Routes;
import io.millrace.recommend.http.WorkPool;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.service.OpsServer;
import io.millrace.runtime.service.OpsSettings;
import io.millrace.runtime.tls.ServerTls;
import io.millrace.runtime.tls.TlsSettings;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.tests.house.Repository;
import io.millrace.tests.rig.Certificates;
import io.millrace.tests.rig.Certificates.Pair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration NEVER = Duration.ofHours(24);

  private Path directory = Path.of("");
  private Pair first = new Pair(directory, directory, directory, directory, directory);
  private Pair second = first;

  @BeforeAll
  void make(@TempDir Path place) throws IOException, InterruptedException {
    directory = place;
    Certificates certificates = new Certificates(directory);
    first = certificates.make("first", "EC");
    second = certificates.make("second", "RSA");
  }

  private static TlsSettings pem(Pair files) {
    return new TlsSettings(files.certificate(), files.privateKey(), null, NEVER);
  }

  private static TlsSettings store(Pair files) {
    return new TlsSettings(files.store(), null, files.passwordFile(), NEVER);
  }

  private static ServerTls open(TlsSettings settings) {
    return Objects.requireNonNull(ServerTls.open("recommend.tls", settings));
  }

  private static HttpApi start(@Nullable ServerTls tls) throws IOException {
    return HttpApi.start(
        HttpApi.newVertx(),
        new HttpApi.Settings(
            "127.0.0.1", 0, 100, 1024, PATIENCE, PATIENCE, BulkSettings.defaults(), List.of()),
        tls,
        new Gate(
            Access.open(AccessSettings.defaults(), InstantSource.system(), System::nanoTime),
            new AuditLog(null),
            InstantSource.system()),
        new Routes.Threads(
            new WorkPool("tls-test", 1, new WorkPool.Limits(10, 10, PATIENCE)), new BulkThreads(1)),
        new SimpleMeterRegistry(),
        Tracing.off(),
        (router, gate) ->
            router.route("/socket").handler(context -> context.request().toWebSocket()),
        List.of(new HealthEndpoint()));
  }

  private static HttpResponse<String> get(int port, SSLContext trust)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/health"))
              .timeout(Duration.ofSeconds(30))
              .build();
      return client.send(request, BodyHandlers.ofString());
    }
  }

  /** The certificate that a connection of this version is shown. */
  private X509Certificate shown(int port, String protocol) throws IOException {
    SSLContext trust = Certificates.trusting(first, second);
    try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private String subject(int port) throws IOException {
    return shown(port, "TLSv1.3").getSubjectX500Principal().getName();
  }

  @Test
  void shouldAnswerOverHttp2WithHstsWhenClientTrustsTheCertificate() throws Exception {
    try (ServerTls tls = open(pem(first));
        HttpApi api = start(tls)) {
      HttpResponse<String> answer = get(api.port(), Certificates.trusting(first));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.headers().firstValue("Strict-Transport-Security"))
          .hasValue("max-age=63072000");
      assertThatThrownBy(() -> get(api.port(), Certificates.trusting(second)))
          .isInstanceOf(SSLException.class);
    }
  }

  /** The containers' check, which must not need a client that trusts the certificate. */
  @Test
  void shouldTellAContainersHealthWithAndWithoutTls() throws Exception {
    try (ServerTls tls = open(pem(first));
        HttpApi secured = start(tls);
        HttpApi plain = start(null)) {
      assertThat(healthy(secured.port(), "/health")).isZero();
      assertThat(healthy(secured.port(), "/none")).isEqualTo(1);
      assertThat(healthy(plain.port(), "/health")).isZero();
      assertThat(healthy(plain.port(), "/none")).isEqualTo(1);
    }
  }

  /** It has no time left to: whoever started it waits for 6 s and would kill it without a word. */
  @Test
  void shouldNotAskAContainerAgainThatSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      ProcessBuilder check = check(silent.getLocalPort(), "/health");
      check.environment().put("HEALTHY_SECONDS", "1");
      Process checking = check.start();

      assertThat(new String(checking.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("no answer within 1 s\n");
      assertThat(checking.waitFor()).isEqualTo(1);
      silent.accept().close();
      silent.setSoTimeout(1);
      assertThatThrownBy(silent::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static int healthy(int port, String path) throws IOException, InterruptedException {
    return check(port, path).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
  }

  private static ProcessBuilder check(int port, String path) {
    Path script = Repository.here().root().resolve("ops/docker/healthy");
    return new ProcessBuilder("bash", script.toString(), String.valueOf(port), path)
        .redirectErrorStream(true);
  }

  @Test
  void shouldOpenWebSocketsOverTlsWhenAsked() throws Exception {
    try (ServerTls tls = open(store(first));
        HttpApi api = start(tls);
        HttpClient client =
            HttpClient.newBuilder().sslContext(Certificates.trusting(first)).build()) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("wss://localhost:" + api.port() + "/socket"),
                  new WebSocket.Listener() {})
              .get(30, TimeUnit.SECONDS);

      assertThat(socket.isOutputClosed()).isFalse();
      socket.abort();
    }
  }

  @Test
  void shouldSpeakNothingOlderThanTls12() throws Exception {
    try (ServerTls tls = open(pem(second));
        HttpApi api = start(tls)) {
      assertThat(shown(api.port(), "TLSv1.3").getSubjectX500Principal().getName())
          .isEqualTo("CN=second");
      assertThat(shown(api.port(), "TLSv1.2").getSubjectX500Principal().getName())
          .isEqualTo("CN=second");
    }
    assertThat(ServerTls.PROTOCOLS).containsExactly("TLSv1.3", "TLSv1.2");
  }

  @Test
  void shouldShowTheNewCertificateWhenFilesChange() throws Exception {
    Path certificate = directory.resolve("current.crt");
    Path privateKey = directory.resolve("current.key");
    Files.copy(first.certificate(), certificate);
    Files.copy(first.privateKey(), privateKey);
    TlsSettings settings = new TlsSettings(certificate, privateKey, null, NEVER);
    try (ServerTls tls = open(settings);
        HttpApi api = start(tls)) {
      assertThat(subject(api.port())).isEqualTo("CN=first");

      Files.copy(second.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
      assertThat(tls.look()).as("a certificate without its key").isFalse();
      assertThat(subject(api.port())).isEqualTo("CN=first");

      Files.copy(second.privateKey(), privateKey, StandardCopyOption.REPLACE_EXISTING);
      assertThat(tls.look()).isTrue();
      assertThat(subject(api.port())).isEqualTo("CN=second");
      assertThat(tls.look()).as("nothing new").isFalse();
    }
  }

  @Test
  void shouldServeTheOpsPageOverTlsWhenItHasACertificate() throws Exception {
    OpsSettings settings = new OpsSettings("127.0.0.1", 0, pem(first));
    try (OpsServer ops = new OpsServer(settings, new SimpleMeterRegistry(), List.of())) {
      ops.start();

      assertThat(get(ops.port(), Certificates.trusting(first)).statusCode()).isEqualTo(200);
      assertThat(subject(ops.port())).isEqualTo("CN=first");
    }
  }

  @Test
  void shouldNameFileAndRuleWhenItHoldsNoCertificate() throws IOException {
    Path nothing = Files.writeString(directory.resolve("nothing.crt"), "no certificate\n");
    Path old =
        Files.writeString(
            directory.resolve("old.key"),
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");

    refuses(new TlsSettings(nothing, first.privateKey(), null, NEVER), "nothing.crt: must hold");
    refuses(
        new TlsSettings(directory.resolve("gone.crt"), first.privateKey(), null, NEVER),
        "no such file");
    refuses(new TlsSettings(first.certificate(), old, null, NEVER), "openssl pkcs8 -topk8");
    refuses(
        new TlsSettings(first.certificate(), second.privateKey(), null, NEVER),
        "must be the one of the first certificate");
    refuses(
        new TlsSettings(first.store(), null, first.certificate(), NEVER),
        "first.p12: cannot be opened");
  }

  private static void refuses(TlsSettings settings, String reason) {
    assertThatThrownBy(() -> open(settings))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("recommend.tls")
        .hasMessageContaining(reason);
  }

  @Test
  void shouldRefuseSettingsThatDoNotGoTogether() {
    Path file = Path.of("a.pem");
    Path store = Path.of("a.p12");

    assertThatThrownBy(() -> new TlsSettings(file, null, null, NEVER))
        .hasMessageStartingWith("private_key: must be given");
    assertThatThrownBy(() -> new TlsSettings(null, file, null, NEVER))
        .hasMessageStartingWith("certificate: must be given");
    assertThatThrownBy(() -> new TlsSettings(file, file, file, NEVER))
        .hasMessageStartingWith("password_file: must be empty");
    assertThatThrownBy(() -> new TlsSettings(store, file, file, NEVER))
        .hasMessageStartingWith("private_key: must be empty");
    assertThatThrownBy(() -> new TlsSettings(store, null, null, NEVER))
        .hasMessageStartingWith("password_file: must be given");
  }
}
