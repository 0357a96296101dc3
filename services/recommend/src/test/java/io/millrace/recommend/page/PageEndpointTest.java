package io.millrace.recommend.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageEndpointTest {
  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldServePagesFromHereWhenAsked() {
    assertThat(service.get("/").type()).startsWith("text/html");
    assertThat(service.get("/").text()).contains("Millrace").doesNotContain("https://");
    assertThat(service.get("/docs").text())
        .contains("docs/swagger-ui-bundle.js")
        .doesNotContain("https://");
    assertThat(service.get("/docs/swagger-ui-bundle.js").status()).isEqualTo(200);
    assertThat(service.get("/docs/swagger-ui.css").type()).startsWith("text/css");
  }

  @Test
  void shouldSendToPathWithoutSlashWhenLinksWouldBreak() {
    Answer answer = service.get("/docs/");

    assertThat(answer.status()).isEqualTo(308);
    String to = answer.response().headers().firstValue("Location").orElse("");
    assertThat(service.uri("http", "/docs/").resolve(to)).isEqualTo(service.uri("http", "/docs"));
  }

  @Test
  void shouldHaveEveryDocumentedPathAndMethodWhenAsked() {
    JsonNode document = service.get("/openapi.json").json();
    assertThat(document.path("openapi").asText()).startsWith("3.1");

    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      String concrete = path.getKey().replaceAll("\\{\\w+}", "1");
      Answer trace = service.send("PATCH", concrete, "application/json", BodyPublishers.noBody());
      if (concrete.equals("/v1/stream")) {
        continue;
      }
      assertThat(trace.status()).as(concrete).isEqualTo(405);
      List<String> documented =
          path.getValue().properties().stream()
              .map(method -> method.getKey().toUpperCase(java.util.Locale.ROOT))
              // whatever can be got answers HEAD too (RFC 9110)
              .flatMap(m -> m.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(m))
              .toList();
      String allowed = trace.response().headers().firstValue("Allow").orElse("");
      assertThat(List.of(allowed.split(", ")))
          .as(concrete)
          .containsExactlyInAnyOrderElementsOf(documented);
    }
  }

  @Test
  void shouldResolveEveryReferenceWhenDocumentIsRead() {
    JsonNode document = service.get("/openapi.json").json();

    for (JsonNode reference : document.findValues("$ref")) {
      String name = reference.asText().replace("#/components/schemas/", "");
      assertThat(document.path("components").path("schemas").has(name)).as(name).isTrue();
    }
  }
}
