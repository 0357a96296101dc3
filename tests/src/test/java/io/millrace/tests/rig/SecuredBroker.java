package io.millrace.tests.rig;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.Certificates.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A real broker that speaks SASL_SSL only and allows nothing that is not granted. For one thread.
 *
 * @param broker itself
 * @param directory of the files that people log in with
 * @param pair its certificate
 */
public record SecuredBroker(EmbeddedBroker broker, Path directory, Pair pair)
    implements AutoCloseable {
  /** Who may everything. */
  public static final String ADMIN = "admin";

  /**
   * Starts one.
   *
   * @param people who have a password; {@link #ADMIN} is one of them
   */
  public static SecuredBroker start(Path directory, List<String> people)
      throws IOException, InterruptedException {
    Pair pair = new Certificates(directory).make("broker", "EC");
    return new SecuredBroker(
        EmbeddedBroker.startTemporary("SASL_SSL", settings(pair, people)), directory, pair);
  }

  private static Map<String, String> settings(Pair pair, List<String> people) {
    String users =
        people.stream()
            .map(name -> " user_%s=\"%s\"".formatted(name, password(name)))
            .collect(Collectors.joining());
    Map<String, String> settings = new HashMap<>();
    settings.put("inter.broker.listener.name", "SASL_SSL");
    settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put("listener.name.sasl_ssl.plain.sasl.jaas.config", login(ADMIN) + users + ";");
    for (String store : List.of("keystore", "truststore")) {
      settings.put("ssl." + store + ".type", "PKCS12");
      settings.put("ssl." + store + ".password", Certificates.PASSWORD);
    }
    settings.put("ssl.keystore.location", pair.store().toString());
    settings.put("ssl.key.password", Certificates.PASSWORD);
    settings.put("ssl.truststore.location", pair.trust().toString());
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    // The node speaks to itself as controller without a log-in, on a port of its own.
    settings.put("super.users", "User:" + ADMIN + ";User:ANONYMOUS");
    return settings;
  }

  private static String password(String name) {
    return "known-to-" + name + "-alone";
  }

  private static String login(String name) {
    return login(name, password(name));
  }

  private static String login(String name, String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required"
        + " username=\"%s\" password=\"%s\"".formatted(name, password);
  }

  /** How clients of this person reach it. */
  public KafkaSettings as(String name) {
    return new KafkaSettings(broker.bootstrapServers(), properties(login(name)));
  }

  /** How clients of somebody do who does not know the person's password. */
  public KafkaSettings guessing(String name) {
    return new KafkaSettings(broker.bootstrapServers(), properties(login(name, "a guess")));
  }

  private Map<String, String> properties(String login) {
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        login + ";",
        "ssl.truststore.type",
        "PKCS12",
        "ssl.truststore.location",
        pair.trust().toString(),
        "ssl.truststore.password",
        Certificates.PASSWORD);
  }

  /** The same, as {@code --kafka-properties} takes it. */
  public Path file(String name) throws IOException {
    Properties properties = new Properties();
    properties.putAll(as(name).properties());
    Path file = directory.resolve(name + ".properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return file;
  }

  @Override
  public void close() {
    broker.close();
  }
}
