package io.millrace.recommend.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.contract.ApiDocument;
import io.millrace.recommend.contract.ApiDocument.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests that are right, of every operation of the OpenAPI document, with its own examples. */
final class RequestSeeds {
  private static final String LINES = "application/x-ndjson";
  private static final Map<String, String> IN_PATHS =
      Map.of("userId", "7", "itemId", "1", "experimentId", "a-1");
  private static final Map<String, String> IN_QUERIES =
      Map.of(
          "filter", "year >= 1990 and genre = 'Drama'",
          "diversity", "0.5",
          "exploration", "0.25",
          "includeSeen", "true",
          "cursor", "AAAA");

  private final List<Operation> operations = ApiDocument.read().operations();

  /** All of them, as {@link RequestTarget} takes them. */
  List<byte[]> all() {
    return operations.stream()
        .flatMap(RequestSeeds::requests)
        .map(request -> request.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static Stream<String> requests(Operation operation) {
    String path = path(operation.path());
    Stream<String> addresses =
        Stream.concat(
            Stream.of(path),
            operation.parameters("query").map(parameter -> path + "?" + query(parameter)));
    JsonNode lines =
        operation.node().path("requestBody").path("content").path(LINES).path("example");
    List<String> bodies =
        Stream.concat(
                operation.examples().stream().map(example -> " json\n" + example),
                lines.isTextual() ? Stream.of(" x-ndjson\n" + lines.asText()) : Stream.empty())
            .toList();
    return addresses.flatMap(
        address ->
            (bodies.isEmpty() ? Stream.of("\n") : bodies.stream())
                .map(body -> operation.method() + " " + address + body));
  }

  private static String path(String template) {
    return Stream.of(template.split("/", -1))
        .map(part -> part.startsWith("{") ? IN_PATHS.getOrDefault(inside(part), "1") : part)
        .collect(Collectors.joining("/"));
  }

  private static String inside(String braced) {
    return braced.substring(1, braced.length() - 1);
  }

  private static String query(JsonNode parameter) {
    String name = parameter.path("name").asText();
    JsonNode schema = parameter.path("schema");
    String value =
        Stream.of(parameter.path("example"), schema.path("default"), schema.path("enum").path(0))
            .filter(JsonNode::isValueNode)
            .map(JsonNode::asText)
            .findFirst()
            .orElse(IN_QUERIES.getOrDefault(name, "1"));
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
