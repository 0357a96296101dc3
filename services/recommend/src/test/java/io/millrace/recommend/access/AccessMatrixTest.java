package io.millrace.recommend.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Asks every line of the table of docs/security.md with every kind of key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (GET|POST|PUT|DELETE) \\| `([^`]+)` \\| (\\w+) \\|$");

  /** Keys by the scopes that they have; a stranger's is in no file. */
  private static final Map<String, Set<Scope>> KEYS =
      Map.of(
          "reader", Set.of(Scope.READ),
          "producer", Set.of(Scope.EVENTS),
          "administrator", Set.of(Scope.ADMIN),
          "everything", Set.copyOf(Scope.GRANTABLE),
          "stranger", Set.of());

  private RunningService service = RunningService.empty();

  private record Line(String method, String path, String scope) {
    String openPath() {
      return path.replaceAll("\\?.*", "");
    }
  }

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    service.close();
    List<ApiKey> keys =
        KEYS.entrySet().stream()
            .filter(key -> !key.getValue().isEmpty())
            .map(key -> key(key.getKey(), key.getValue()))
            .toList();
    KeyFile file = new KeyFile(directory.resolve("keys.json"));
    file.write(keys);
    AccessSettings base = AccessSettings.defaults();
    service =
        RunningService.withSomeRatings(
            new AccessSettings(
                file.path(), Duration.ofHours(1), base.adminWithoutKeys(), 0, 1, List.of(), null));
  }

  private static ApiKey key(String name, Set<Scope> scopes) {
    return new ApiKey(name, scopes, ApiKey.digest(name), Instant.EPOCH, null, null);
  }

  @AfterAll
  void stop() {
    service.close();
  }

  private static List<Line> table() throws IOException {
    String page = Files.readString(Path.of("..", "..", "docs", "security.md"));
    return ROW.matcher(page)
        .results()
        .map(row -> new Line(row.group(1), row.group(2), row.group(3)))
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> shouldLetOnExactlyWhoTheTableSays() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Line line : table()) {
      tests.add(DynamicTest.dynamicTest(line + " without a key", () -> withoutKey(line)));
      KEYS.forEach(
          (name, scopes) ->
              tests.add(
                  DynamicTest.dynamicTest(
                      line + " by " + name, () -> withKey(line, name, scopes))));
    }
    return tests.stream();
  }

  private void withoutKey(Line line) {
    Answer answer = service.send(concrete(line), request -> asked(line, request));
    if (line.scope().equals("open")) {
      letOn(answer);
    } else {
      refused(answer, 401, "KEY_REQUIRED");
      assertThat(answer.response().headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer realm=\"millrace\"");
    }
  }

  private void withKey(Line line, String key, Set<Scope> scopes) {
    Answer answer =
        service.send(
            concrete(line),
            request -> asked(line, request).header("Authorization", "Bearer " + key));
    if (line.scope().equals("open")
        || scopes.stream().anyMatch(s -> line.scope().equals(s.word()))) {
      letOn(answer);
    } else if (scopes.isEmpty()) {
      refused(answer, 401, "KEY_UNKNOWN");
    } else {
      refused(answer, 403, "SCOPE_MISSING");
    }
  }

  private static HttpRequest.Builder asked(Line line, HttpRequest.Builder request) {
    boolean lines = line.path().equals("/v1/items") || line.path().equals("/v1/users");
    return line.method().equals("GET")
        ? request.GET()
        : request
            .method(line.method(), BodyPublishers.ofString("{}"))
            .header("Content-Type", lines ? "application/x-ndjson" : "application/json");
  }

  /** The path with an id that nobody has. */
  private static String concrete(Line line) {
    return line.path().replaceAll("\\{\\w+}", "nobody");
  }

  private static void letOn(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isNotIn(401, 403, 405, 429, 500);
  }

  private static void refused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(answer.json().path("code").asText()).isEqualTo(code);
  }

  @Test
  void shouldSayTheSameInTheApisDocument() throws IOException {
    List<Line> documented = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path :
        service.get("/openapi.json").json().path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode security = method.getValue().path("security");
        String scope = security.path(0).path("bearer").path(0).asText("open");
        assertThat(security.path(1).path("apiKey").path(0).asText("open")).isEqualTo(scope);
        documented.add(
            new Line(method.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), scope));
      }
    }

    assertThat(table().stream().filter(line -> line.path().equals(line.openPath())))
        .containsExactlyInAnyOrderElementsOf(documented);
  }
}
