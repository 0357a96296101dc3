package io.millrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.service.OpsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void shouldBindTheDefaultsWhenNothingIsGiven() {
    Configuration configuration = Configuration.load(null, Map.of());

    assertThat(configuration.bind("kafka", KafkaSettings.class))
        .isEqualTo(new KafkaSettings("localhost:9092", Map.of()));
    assertThat(configuration.bind("ops", OpsSettings.class))
        .isEqualTo(new OpsSettings("127.0.0.1", 0));
  }

  @Test
  void shouldPreferOverridesToTheFileAndTheFileToDefaults() throws IOException {
    Path file = file("kafka.bootstrap_servers = \"a:1\"\nops { host = \"0.0.0.0\", port = 81 }");

    Configuration configuration =
        Configuration.load(file, Map.of("ops.port", "82", "kafka.bootstrap_servers", "b:2,c:3"));

    assertThat(configuration.bind("ops", OpsSettings.class))
        .isEqualTo(new OpsSettings("0.0.0.0", 82));
    assertThat(configuration.bind("kafka", KafkaSettings.class).bootstrapServers())
        .isEqualTo("b:2,c:3");
  }

  @Test
  void shouldTakeAnyKeyWhereTheReferenceIsOpen() throws IOException {
    Path file = file("kafka.properties { ssl.truststore.location = /t, ssl.keystore.type = PEM }");

    assertThat(Configuration.load(file, Map.of()).bind("kafka", KafkaSettings.class).properties())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("ssl.truststore.location", "/t", "ssl.keystore.type", "PEM"));
  }

  @Test
  void shouldListAllUnknownKeysAtOnceWithTheNearestKnownOne() throws IOException {
    Path file = file("kafka.bootstrap_server = \"a:1\"\nnonsense = 1");

    assertThatThrownBy(() -> Configuration.load(file, Map.of("ops.prot", "1")))
        .isInstanceOf(ConfigurationFault.class)
        .hasMessageContaining("3 problems")
        .hasMessageContaining("kafka.bootstrap_server: unknown key; did you mean bootstrap_servers")
        .hasMessageContaining("nonsense: unknown key")
        .hasMessageContaining("--set ops.prot: unknown key; did you mean port");
  }

  @Test
  void shouldListEveryBadValueAtOnceWithRuleAndValue() {
    Configuration configuration =
        Configuration.load(
            null, Map.of("topics.user_partitions", "0", "topics.item_partitions", "many"));

    assertThatThrownBy(() -> configuration.bind("topics", Ranged.class))
        .isInstanceOf(ConfigurationFault.class)
        .hasMessageContaining("2 problems")
        .hasMessageContaining("topics.user_partitions: must be at least 1, was 0")
        .hasMessageContaining("topics.item_partitions: must be a whole number")
        .hasMessageContaining("\"many\"");
  }

  @Test
  void shouldListUnknownKeysAndBadValuesOfAllSectionsAtOnce() throws IOException {
    Path file = file("kafka.bootstrap_servers = \"\"\nnonsense = 1\ntopics.user_partitions = 0");
    List<Section> sections =
        List.of(new Section("kafka", KafkaSettings.class), new Section("topics", Ranged.class));

    assertThatThrownBy(() -> Configuration.load(file, Map.of("ops.prot", "1"), Map.of(), sections))
        .isInstanceOf(ConfigurationFault.class)
        .hasMessageContaining("4 problems")
        .hasMessageContaining("nonsense: unknown key")
        .hasMessageContaining("--set ops.prot: unknown key")
        .hasMessageContaining("bootstrap_servers: must name at least one broker")
        .hasMessageContaining("topics.user_partitions: must be at least 1, was 0");
  }

  @Test
  void shouldListOverridesBesideAFileThatCannotBeRead() {
    Path missing = directory.resolve("missing.conf");

    assertThatThrownBy(() -> Configuration.load(missing, Map.of("ops.prot", "1")))
        .isInstanceOf(ConfigurationFault.class)
        .hasMessageContaining("2 problems")
        .hasMessageContaining("must be a readable file")
        .hasMessageContaining("--set ops.prot: unknown key");
  }

  @Test
  void shouldListAllThatARecordRefusesBesideValuesOfTheWrongType() {
    Map<String, String> wrong =
        Map.of(
            "topics.user_partitions",
            "7",
            "topics.item_partitions",
            "5",
            "topics.replication",
            "x");
    Configuration configuration = Configuration.load(null, wrong);

    assertThatThrownBy(() -> configuration.bind("topics", Small.class))
        .isInstanceOf(ConfigurationFault.class)
        .hasMessageContaining("3 problems")
        .hasMessageContaining("topics: user_partitions: must be below 5, was 7")
        .hasMessageContaining("topics: item_partitions: must be below 5, was 5")
        .hasMessageContaining("topics.replication: must be a whole number");
  }

  @Test
  void shouldNotBlameADefaultThatStandsInForARefusedValue() {
    Map<String, String> wrong =
        Map.of("topics.user_partitions", "x", "topics.item_partitions", "3");
    Configuration configuration = Configuration.load(null, wrong);

    assertThatThrownBy(() -> configuration.bind("topics", Ordered.class))
        .isInstanceOf(ConfigurationFault.class)
        .hasMessageContaining("has a problem")
        .hasMessageContaining("topics.user_partitions: must be a whole number");
  }

  record Small(int userPartitions, int itemPartitions, int replication) {
    Small {
      require("user_partitions", userPartitions);
      require("item_partitions", itemPartitions);
    }

    private static void require(String key, int value) {
      if (value >= 5) {
        throw new IllegalArgumentException(key + ": must be below 5, was " + value);
      }
    }
  }

  record Ordered(int userPartitions, int itemPartitions) {
    Ordered {
      if (itemPartitions > userPartitions) {
        throw new IllegalArgumentException("item_partitions: must be at most user_partitions");
      }
    }
  }

  @Test
  void shouldReportWhatTheRecordItselfRefuses() {
    Configuration configuration = Configuration.load(null, Map.of("kafka.bootstrap_servers", " "));

    assertThatThrownBy(() -> configuration.bind("kafka", KafkaSettings.class))
        .isInstanceOf(ConfigurationFault.class)
        .hasMessageContaining("bootstrap_servers: must name at least one broker");
  }

  @Test
  void shouldNameTheFileWhenItIsMissingOrMalformed() throws IOException {
    Path missing = directory.resolve("missing.conf");
    assertThatThrownBy(() -> Configuration.load(missing, Map.of()))
        .isInstanceOf(ConfigurationFault.class)
        .hasMessageContaining(missing.toString());

    Path malformed = file("kafka { bootstrap_servers = ");
    assertThatThrownBy(() -> Configuration.load(malformed, Map.of()))
        .isInstanceOf(ConfigurationFault.class)
        .hasMessageContaining(malformed.toString());
  }

  @Test
  void shouldHideALogInWithinAnAddressThatItRefuses() {
    Map<String, String> wrong = Map.of("topics.user_partitions", "http://ann:hunter2@host/");
    Configuration configuration = Configuration.load(null, wrong);

    assertThatThrownBy(() -> configuration.bind("topics", Ranged.class))
        .hasMessageContaining("was \"http://(hidden)@host/\"")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void shouldHideAllThatIsForKafkasClients() throws IOException {
    Path file = file("kafka.properties = \"sasl.jaas.config=hunter2\"");

    assertThatThrownBy(() -> Configuration.load(file, Map.of()).bind("kafka", KafkaSettings.class))
        .hasMessageContaining("kafka.properties")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void shouldHideASecretInAnOverrideThatIsNoSetting() {
    assertThatThrownBy(() -> Configuration.load(null, Map.of("kafka..password", "hunter2")))
        .hasMessageContaining("--set kafka..password=(hidden): is not a setting")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void shouldKnowItsKeys() {
    assertThat(Configuration.knows("kafka.bootstrap_servers")).isTrue();
    assertThat(Configuration.knows("kafka.nonsense")).isFalse();
    assertThat(Configuration.knows("..")).isFalse();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("millrace.conf"), text);
  }

  record Ranged(@AtLeast(1) int userPartitions, @AtLeast(1) @AtMost(9) int itemPartitions) {}

  @Test
  void shouldLetTheFileGoBeforeDefaultsAndOverridesBeforeBoth(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("mine.conf");
    Files.writeString(file, "trainer.threads = 3\n");
    Map<String, String> defaults = Map.of("trainer.threads", "2", "trainer.seed", "5");

    Configuration found = Configuration.load(file, Map.of("trainer.seed", "6"), defaults);
    Configuration alone = Configuration.load(null, Map.of(), defaults);

    assertThat(found.bind("trainer", Threads.class)).isEqualTo(new Threads(3, 6));
    assertThat(alone.bind("trainer", Threads.class)).isEqualTo(new Threads(2, 5));
  }

  private record Threads(int threads, long seed) {}
}
