package io.millrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource({
    "store.password, hunter2, (hidden)",
    "store.clientSecret, hunter2, (hidden)",
    "api.token, hunter2, (hidden)",
    "kafka.properties, hunter2, (hidden)",
    "kafka.properties.ssl.keystore.location, /k, (hidden)",
    "recommend.tls.password_file, /etc/pw, /etc/pw",
    "recommend.port, 8080, 8080",
    "tracking.server, https://ann:hunter2@host:5000/x, https://(hidden)@host:5000/x",
    "tracking.server, https://host:5000/@x, https://host:5000/@x"
  })
  void shouldShowWhatIsNoSecret(String key, String value, String shown) {
    assertThat(Secrets.shown(key, value)).isEqualTo(shown);
  }
}
