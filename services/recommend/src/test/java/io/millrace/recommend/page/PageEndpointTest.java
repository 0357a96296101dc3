package io.millrace.recommend.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageEndpointTest {
  private static final List<String> NOT_BELOW_PAGE =
      List.of("index.html", "docs.html", "docs.js", "openapi.json");

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
  void shouldServeEveryFileOfThePageWhenItIsInTheFolder() throws IOException {
    Path folder = Path.of("src/main/resources/io/millrace/recommend/page");
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .filter(name -> !NOT_BELOW_PAGE.contains(name))
              .toList();

      assertThat(names).containsExactlyInAnyOrderElementsOf(PageEndpoint.FILES);
    }
    for (String name : PageEndpoint.FILES) {
      assertThat(service.get("/page/" + name).status()).as(name).isEqualTo(200);
    }
  }

  @Test
  void shouldFindEveryModuleThatAModuleImports() {
    Pattern imported = Pattern.compile("(?:from|import)\\s*\"(\\.[^\"]+)\"");
    for (String name : PageEndpoint.FILES) {
      imported
          .matcher(service.get("/page/" + name).text())
          .results()
          .map(found -> service.uri("http", "/page/" + name).resolve(found.group(1)).getPath())
          .forEach(path -> assertThat(service.get(path).status()).as(path).isEqualTo(200));
    }
  }

  @Test
  void shouldAllowNoScriptInThePageWhenItIsSent() {
    for (String path : List.of("/", "/docs")) {
      String policy = header(service.get(path), "Content-Security-Policy");

      assertThat(policy).contains("default-src 'none'").contains("script-src 'self';");
    }
    assertThat(service.get("/").text()).doesNotContain("style=").doesNotContain("<script>");
  }

  @Test
  void shouldSendNothingWhenBrowserHasTheFile() {
    String tag = header(service.get("/page/app.js"), "ETag");

    Answer again = asking("/page/app.js", "If-None-Match", tag);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(tag);
    assertThat(asking("/page/app.js", "If-None-Match", "W/\"other\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"gzip, true", "'br, gzip', true", "gzip;q=0.5, true", "gzip;q=0, false", "br, false"})
  void shouldCompressWhenBrowserTakesIt(String encodings, boolean compressed) {
    Answer answer = asking("/docs/swagger-ui.css", "Accept-Encoding", encodings);

    assertThat(header(answer, "Content-Encoding")).isEqualTo(compressed ? "gzip" : "");
    assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
  }

  private Answer asking(String path, String header, String value) {
    return service.send(path, request -> request.GET().header(header, value));
  }

  private static String header(Answer answer, String name) {
    return answer.response().headers().firstValue(name).orElse("");
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
