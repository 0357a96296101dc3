package io.millrace.recommend.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.contract.ApiDocument.Operation;
import io.millrace.recommend.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes of an operation's example, which is right, all requests that are wrong in one place by what
 * the document says of it.
 */
final class BadRequests {
  private static final String JSON = "application/json";

  /** One of each kind, and numbers beyond any bound: those that a schema lets pass are left out. */
  private static final List<JsonNode> VALUES =
      Stream.of(
              "true",
              "-1",
              "1.5",
              "1000000000",
              "\"\"",
              "\"\\u0000\"",
              "[[]]",
              "{\"x\":[]}",
              "[true]")
          .map(text -> Json.read(text.getBytes(StandardCharsets.UTF_8)))
          .toList();

  private final ApiDocument document;
  private final Operation operation;
  private final String path;
  private final String query;

  BadRequests(ApiDocument document, Operation operation) {
    this.document = document;
    this.operation = operation;
    this.path = operation.path().replaceAll("\\{\\w+}", "1");
    this.query =
        operation
            .parameters("query")
            .filter(parameter -> parameter.path("required").asBoolean())
            .map(parameter -> parameter.path("name").asText() + "=g000000")
            .reduce("", (one, other) -> one + other + "&");
  }

  Stream<BadRequest> all() {
    return Stream.of(paths(), queries(), bodies()).flatMap(all -> all);
  }

  private Stream<BadRequest> paths() {
    return operation
        .parameters("path")
        .map(parameter -> parameter.path("name").asText())
        .flatMap(
            name ->
                Stream.of("x".repeat(300), "%00", "%FF", "a%0Ab")
                    .map(
                        value ->
                            new BadRequest(
                                name + " is no id",
                                operation.method(),
                                operation.path().replace("{" + name + "}", value),
                                JSON,
                                right(),
                                name)));
  }

  private Stream<BadRequest> queries() {
    Stream<BadRequest> wrong =
        operation
            .parameters("query")
            .flatMap(
                parameter -> {
                  String name = parameter.path("name").asText();
                  return texts(parameter.path("schema"))
                      .map(text -> query(name + "=" + text, name));
                });
    Stream<BadRequest> twice =
        operation
            .parameters("query")
            .map(parameter -> parameter.path("name").asText())
            .map(name -> query(name + "=1&" + name + "=1", name));
    return Stream.of(Stream.of(query("nonsense=1", "nonsense")), wrong, twice).flatMap(all -> all);
  }

  private BadRequest query(String text, String field) {
    String required = query.replaceAll("(^|&)" + field + "=[^&]*&", "$1");
    return new BadRequest(
        text, operation.method(), path + "?" + required + text, type(), right(), field);
  }

  /** Texts that are no value of the schema. */
  private static Stream<String> texts(JsonNode schema) {
    if (schema.has("enum")) {
      return Stream.of("nonsense", "");
    }
    if (schema.has("maxLength")) {
      return Stream.of("x".repeat(schema.path("maxLength").asInt() + 1));
    }
    return switch (schema.path("type").asText()) {
      case "integer" -> Stream.of("", "x", "1.5", "0", "1000000000", "NaN", "%F0%9F%8D%95");
      case "number" -> Stream.of("", "x", "NaN", "-1", "1e999999999");
      case "boolean" -> Stream.of("", "maybe", "1");
      default -> Stream.empty();
    };
  }

  private Stream<BadRequest> bodies() {
    if (operation.body().isMissingNode()) {
      return Stream.empty();
    }
    Stream<BadRequest> whole =
        Stream.of(
            body("not JSON", "{", "body"),
            body("two values", "{} {}", "body"),
            body("a number", "5", "body"),
            body("deep", "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000), "body"),
            body("key twice", "{\"a\":1,\"a\":2}", "body"),
            body("large", "\"" + "x".repeat(RunningService.BODY_LIMIT) + "\"", "body"),
            new BadRequest(
                "no JSON by its type",
                operation.method(),
                path,
                "text/plain",
                String.valueOf(right()),
                "Content-Type"));
    return Stream.concat(whole, fields(example()));
  }

  private Stream<BadRequest> fields(ObjectNode example) {
    JsonNode schema = objectSchema();
    Stream<BadRequest> unknown =
        Stream.of(body("unknown field", with(example, "nonsense", Json.array()), "nonsense"));
    Stream<BadRequest> missing =
        schema
            .path("required")
            .valueStream()
            .map(name -> name.asText())
            .map(name -> body(name + " is missing", without(example, name), name));
    Stream<BadRequest> wrong =
        schema
            .path("properties")
            .propertyStream()
            .flatMap(
                property ->
                    VALUES.stream()
                        .filter(value -> isWrong(property.getValue(), value))
                        .map(
                            value ->
                                body(
                                    property.getKey() + " is " + value,
                                    with(example, property.getKey(), value),
                                    property.getKey())));
    return Stream.of(unknown, missing, wrong).flatMap(all -> all);
  }

  /** Integers are taken for ids, which the document calls texts. */
  private boolean isWrong(JsonNode schema, JsonNode value) {
    boolean taken = value.isIntegralNumber() && schema.path("$ref").asText().endsWith("/Id");
    return !taken && !document.faults(schema, value).isEmpty();
  }

  private BadRequest body(String what, String body, String field) {
    return new BadRequest(what, operation.method(), path, JSON, body, field);
  }

  private JsonNode objectSchema() {
    JsonNode schema = document.resolved(operation.body().path("schema"));
    return schema.has("items") ? document.resolved(schema.path("items")) : schema;
  }

  /** Of an array its first element, which may be sent without it. */
  private ObjectNode example() {
    JsonNode example = operation.examples().getFirst();
    return (ObjectNode) (example.isArray() ? example.path(0) : example);
  }

  /** What the body is sent as: lines where nothing else is taken. */
  private String type() {
    JsonNode content = operation.node().path("requestBody").path("content");
    return content.isEmpty() || content.has(JSON) ? JSON : content.fieldNames().next();
  }

  private @Nullable String right() {
    JsonNode content = operation.node().path("requestBody").path("content").path(type());
    return operation.examples().isEmpty()
        ? content.path("example").textValue()
        : example().toString();
  }

  private static String with(ObjectNode example, String name, JsonNode value) {
    return example.deepCopy().set(name, value).toString();
  }

  private static String without(ObjectNode example, String name) {
    return example.deepCopy().without(name).toString();
  }
}
