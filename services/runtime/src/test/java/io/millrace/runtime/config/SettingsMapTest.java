package io.millrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.kafka.KafkaSettings;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsMapTest {
  enum Mode {
    JOINT
  }

  record Inner(double rate, @Nullable String note) {}

  record Outer(Mode outerMode, List<Integer> dims, Duration interval, Inner inner) {}

  record Topics(int userPartitions, int itemPartitions, int replication) {}

  @Test
  void shouldWriteEachValueAsAUserWould() {
    Outer outer =
        new Outer(Mode.JOINT, List.of(64, 32), Duration.ofSeconds(3), new Inner(0.5, null));

    assertThat(SettingsMap.of("o", outer))
        .containsExactly(
            Map.entry("o.dims", "[64, 32]"),
            Map.entry("o.inner.note", ""),
            Map.entry("o.inner.rate", "0.5"),
            Map.entry("o.interval", "3000 ms"),
            Map.entry("o.outer_mode", "joint"));
  }

  record Login(String password, String passwordFile, String address) {}

  @Test
  void shouldHideSecretsWhereItLeavesTheFilesThatHoldThem() {
    assertThat(SettingsMap.of("o", new Login("hunter2", "/etc/pw", "http://ann:pw@host:1/x")))
        .containsExactly(
            Map.entry("o.address", "http://(hidden)@host:1/x"),
            Map.entry("o.password", "(hidden)"),
            Map.entry("o.password_file", "/etc/pw"));
  }

  @Test
  void shouldHideWhatIsForKafkasClientsHereAndInTheirRecord() {
    KafkaSettings kafka = new KafkaSettings("a:1", Map.of("sasl.jaas.config", "hunter2"));

    assertThat(SettingsMap.of("kafka", kafka))
        .containsEntry("kafka.bootstrap_servers", "a:1")
        .containsEntry("kafka.properties.sasl.jaas.config", "(hidden)");
    assertThat(kafka.toString()).contains("a:1", "sasl.jaas.config").doesNotContain("hunter2");
  }

  @Test
  void shouldComeBackFromAPropertiesFile(@TempDir Path directory) throws Exception {
    Topics topics = new Topics(4, 2, 3);
    Properties properties = new Properties();
    properties.putAll(SettingsMap.of("topics", topics));
    Path file = directory.resolve("topics.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }

    assertThat(Configuration.load(file, Map.of()).bind("topics", Topics.class)).isEqualTo(topics);
  }
}
