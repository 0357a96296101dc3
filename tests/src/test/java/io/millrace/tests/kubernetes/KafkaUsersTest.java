package io.millrace.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.millrace.standalone.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** With Strimzi each component logs in as itself, and may do what {@code topics acls} grants it. */
final class KafkaUsersTest {
  private static final Set<String> COMPONENTS =
      Set.of("features", "recommend", "topics", "trainer");
  private static final Map<String, Object> STRIMZI = Map.of("kafka.strimzi.enabled", true);

  @Test
  void shouldEachBeAllowedWhatTheAclCommandGrants() {
    assertThat(users(STRIMZI)).isEqualTo(granted());
  }

  @Test
  void shouldFollowTheApplicationId() {
    String id = "shop.features";
    Map<String, Set<String>> users =
        users(Map.of("kafka.strimzi.enabled", true, "settings.features\\.application_id", id));
    assertThat(users).isEqualTo(granted("--set", "features.application_id=" + id));
  }

  @Test
  void shouldHaveNoUserForWhatDoesNotRun() {
    assertThat(
            users(
                Map.of(
                    "kafka.strimzi.enabled",
                    true,
                    "trainer.enabled",
                    false,
                    "topics.create",
                    false)))
        .containsOnlyKeys("features", "recommend");
    assertThat(users(Map.of())).isEmpty();
  }

  @Test
  void shouldMountTheLogInOfEach() {
    Map<String, PodSpec> pods = RenderedChart.with(STRIMZI).pods();
    assertThat(pods).hasSize(4);
    pods.forEach(
        (name, pod) ->
            assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getName().equals("kafka-user"))
                .extracting(Volume::getSecret)
                .singleElement()
                .satisfies(
                    secret ->
                        // The job's name ends with the revision.
                        assertThat(secret.getSecretName()).isEqualTo(name.replaceAll("-1$", ""))));
  }

  /** By component what its user is allowed, as the command writes it. */
  private static Map<String, Set<String>> users(Map<String, Object> values) {
    Map<String, Set<String>> users = new TreeMap<>();
    ObjectMapper json = new ObjectMapper();
    for (HasMetadata object : RenderedChart.with(values).objects()) {
      if (object.getKind().equals("KafkaUser")) {
        JsonNode authorization = json.valueToTree(object).path("spec").path("authorization");
        assertThat(authorization.path("type").asText()).isEqualTo("simple");
        users.put(
            object.getMetadata().getName().substring(RenderedChart.RELEASE.length() + 1),
            rights(authorization.path("acls")));
      }
    }
    return users;
  }

  private static Set<String> rights(JsonNode acls) {
    Set<String> rights = new TreeSet<>();
    for (JsonNode acl : acls) {
      JsonNode resource = acl.path("resource");
      for (JsonNode operation : acl.path("operations")) {
        rights.add(
            "%s %s %s%s"
                .formatted(
                    words(operation.asText()).toUpperCase(Locale.ROOT),
                    words(resource.path("type").asText()),
                    resource.path("name").asText(),
                    resource.path("patternType").asText().equals("prefix") ? "*" : ""));
      }
    }
    return rights;
  }

  /** {@code transactionalId} as {@code transactional_id}. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  /** By component what the command shows for it. */
  private static Map<String, Set<String>> granted(String... options) {
    List<String> arguments = new ArrayList<>(List.of("topics", "acls"));
    arguments.addAll(List.of(options));
    Map<String, Set<String>> granted = new TreeMap<>();
    said(arguments.toArray(String[]::new))
        .lines()
        .filter(line -> line.startsWith("User:millrace-"))
        .map(line -> line.substring("User:millrace-".length()).split(" ", 2))
        .filter(words -> COMPONENTS.contains(words[0]))
        .forEach(words -> granted.computeIfAbsent(words[0], _ -> new TreeSet<>()).add(words[1]));
    return granted;
  }

  private static String said(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      assertThat(Main.run(arguments)).isZero();
    } finally {
      System.setOut(before);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
