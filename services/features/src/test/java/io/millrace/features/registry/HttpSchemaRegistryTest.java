package io.millrace.features.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSchemaRegistryTest {
  private StubRegistry stub;

  @BeforeEach
  void start() throws IOException {
    stub = new StubRegistry();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private HttpSchemaRegistry registry(@Nullable RegistryLogin login) {
    return new HttpSchemaRegistry(stub.url(), Duration.ofSeconds(5), login);
  }

  @Test
  void shouldTellAnUnknownIdFromAWrongPath() {
    try (HttpSchemaRegistry registry = registry(null)) {
      assertThat(registry.ask(1)).isEqualTo(new SchemaRegistry.Answer.Unknown());
      stub.always(new StubRegistry.Reply(404, "{\"status\":404}"));
      assertThatThrownBy(() -> registry.ask(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("/schemas/ids/1")
          .hasMessageContaining("was 404");
    }
  }

  @ParameterizedTest
  @CsvSource({"401,''", "429,''", "500,oops", "200,<html>", "404,<html>", "200,''"})
  void shouldTakeAnythingElseForNoAnswer(int status, String body) {
    stub.always(new StubRegistry.Reply(status, body));
    try (HttpSchemaRegistry registry = registry(null)) {
      assertThatThrownBy(() -> registry.ask(1)).isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void shouldTakeAnEndlessAnswerForNone() {
    stub.always(new StubRegistry.Reply(200, "\"" + "x".repeat(2 << 20) + "\""));
    try (HttpSchemaRegistry registry = registry(null)) {
      assertThatThrownBy(() -> registry.ask(1)).isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void shouldNotWaitForEver() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpSchemaRegistry registry =
            new HttpSchemaRegistry(
                "http://127.0.0.1:" + silent.getLocalPort() + "/", Duration.ofMillis(50), null)) {
      assertThatThrownBy(() -> registry.ask(1)).isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void shouldShowWhoItIs() {
    try (HttpSchemaRegistry registry = registry(new RegistryLogin("ann", "s:cret"))) {
      registry.ask(1);
    }
    assertThat(stub.authorization()).isEqualTo("Basic YW5uOnM6Y3JldA==");
    assertThat(new RegistryLogin("ann", "s:cret").toString()).doesNotContain("cret");
  }
}
