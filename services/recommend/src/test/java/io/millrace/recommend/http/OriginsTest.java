package io.millrace.recommend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.HostAndPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  private static boolean same(String origin, String host) {
    return Origins.sameHost(origin, HostAndPort.parseAuthority(host, -1));
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, localhost:8080",
    "http://LOCALHOST:8080, localhost:8080",
    "http://millrace.example, millrace.example",
    "http://millrace.example, millrace.example:80",
    "http://millrace.example:80, millrace.example",
    "https://millrace.example, millrace.example",
    "https://millrace.example, millrace.example:443",
    "HTTPS://millrace.example:443, millrace.example",
    "http://[::1]:8080, [::1]:8080"
  })
  void shouldBeTheSameWhenHostAndPortAre(String origin, String host) {
    assertThat(same(origin, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:3000, localhost:8080",
    "http://localhost, localhost:8080",
    "https://millrace.example, millrace.example:80",
    "http://millrace.example, millrace.example:443",
    "https://millrace.example:8443, millrace.example",
    "http://evil.example:8080, localhost:8080",
    "http://localhost.evil.example:8080, localhost:8080",
    "localhost:8080, localhost:8080",
    "null, localhost:8080"
  })
  void shouldBeAnotherWhenHostOrPortIs(String origin, String host) {
    assertThat(same(origin, host)).isFalse();
  }

  @Test
  void shouldBeAnotherWhenNoHostWasAsked() {
    assertThat(Origins.sameHost("http://localhost", null)).isFalse();
  }
}
