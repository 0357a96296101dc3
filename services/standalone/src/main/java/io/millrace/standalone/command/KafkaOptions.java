package io.millrace.standalone.command;

import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where Kafka is. */
final class KafkaOptions {
  @Option(
      names = {"--bootstrap-servers", "-b"},
      paramLabel = "HOST:PORT",
      description = "Brokers to begin with, separated by commas (default: localhost:9092).")
  @Nullable String bootstrapServers;

  @Option(
      names = "--kafka-properties",
      paramLabel = "FILE",
      description = "Properties for every Kafka client: TLS, SASL.")
  @Nullable Path propertiesFile;

  /**
   * Settings of clients, checked: a broker answers.
   *
   * @throws UserFault if none does, or the properties file cannot be read
   */
  KafkaSettings connect(Configuration configuration) {
    KafkaSettings kafka = settings(configuration);
    kafka.requireReachable(configuration.bind("kafka", Reach.class).reachTimeout());
    return kafka;
  }

  private KafkaSettings settings(Configuration configuration) {
    KafkaSettings configured = configuration.bind("kafka", KafkaSettings.class);
    Map<String, String> properties = new HashMap<>(configured.properties());
    if (propertiesFile != null) {
      properties.putAll(read(propertiesFile));
    }
    @Nullable String inFile = properties.remove("bootstrap.servers");
    String servers = inFile == null ? configured.bootstrapServers() : inFile;
    return new KafkaSettings(bootstrapServers == null ? servers : bootstrapServers, properties);
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserFault(
          "--kafka-properties "
              + file
              + ": must be a readable properties file ("
              + IoReason.of(e)
              + ")",
          e);
    }
    Map<String, String> read = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
    return read;
  }

  /** The rest of section {@code kafka}. */
  record Reach(Duration reachTimeout) {}
}
