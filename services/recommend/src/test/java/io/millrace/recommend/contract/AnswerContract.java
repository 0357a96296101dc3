package io.millrace.recommend.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.contract.ApiDocument.Operation;
import io.millrace.recommend.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds answers to the OpenAPI document: status, content type and every field of the body have to
 * be in it. Thread-safe.
 */
public final class AnswerContract {
  /** Said once for the whole API, in the document's description. */
  private static final Set<Integer> ANYWHERE = Set.of(403, 404, 405);

  private static final ApiDocument DOCUMENT = ApiDocument.read();

  private AnswerContract() {}

  /**
   * Fails if the answer is not as the document says. Paths that are not in it pass.
   *
   * @param path without its query
   * @param type the content type, with or without parameters
   */
  public static void require(String method, String path, int status, String type, String body) {
    Operation operation = DOCUMENT.operation(method, path);
    if (operation == null) {
      return;
    }
    JsonNode response = operation.node().path("responses").path(String.valueOf(status));
    if (response.isMissingNode() && ANYWHERE.contains(status)) {
      return;
    }
    String what = "%s answered %d: %s".formatted(operation, status, body);
    assertThat(response.isObject()).as("documented: %s", what).isTrue();
    if (method.equals("HEAD") || response.path("content").isMissingNode()) {
      assertThat(body).as(what).isEmpty();
      return;
    }
    String bare = type.split(";", 2)[0].trim();
    JsonNode content = response.path("content").path(bare);
    assertThat(content.isObject()).as("documented to be %s: %s", bare, what).isTrue();
    if (bare.matches("application/(problem.)?json")) {
      requireSchema(content.path("schema"), body, what);
    }
  }

  private static void requireSchema(JsonNode schema, @Nullable String body, String what) {
    JsonNode value = Json.read(String.valueOf(body).getBytes(StandardCharsets.UTF_8));
    assertThat(DOCUMENT.faults(schema, value)).as(what).isEmpty();
  }
}
