package io.millrace.recommend.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.page.PageEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document as tests read it. Thread-safe. */
public final class ApiDocument {
  /**
   * A method of a path.
   *
   * @param path with its parameters in braces
   * @param method in capitals
   * @param node what the document says of it
   */
  public record Operation(String path, String method, JsonNode node) {
    /** Whether a path as it is sent is this one's. */
    boolean isAt(String sent) {
      return Pattern.matches(path.replaceAll("\\{\\w+}", "[^/]+"), sent);
    }

    /** The parameters of a place: {@code path} or {@code query}. */
    public Stream<JsonNode> parameters(String place) {
      return node.path("parameters").valueStream().filter(p -> p.path("in").asText().equals(place));
    }

    /** What is said of the JSON body; missing where there is none. */
    JsonNode body() {
      return node.path("requestBody").path("content").path("application/json");
    }

    /** Examples of the JSON body. */
    public List<JsonNode> examples() {
      return body().has("example")
          ? List.of(body().path("example"))
          : body().path("examples").findValues("value");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();
  private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getOpenApi31());

  private final JsonNode root;
  private final List<Operation> operations;

  private ApiDocument(JsonNode root) {
    this.root = root;
    this.operations =
        root.path("paths").propertyStream().flatMap(path -> operations(path)).toList();
  }

  private static Stream<Operation> operations(Map.Entry<String, JsonNode> path) {
    return path.getValue()
        .propertyStream()
        .map(
            method ->
                new Operation(
                    path.getKey(), method.getKey().toUpperCase(Locale.ROOT), method.getValue()));
  }

  /** The one that the service serves. */
  public static ApiDocument read() {
    try (InputStream in =
        Objects.requireNonNull(PageEndpoint.class.getResourceAsStream("openapi.json"))) {
      return new ApiDocument(Json.read(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All methods of all paths, in the document's order. */
  public List<Operation> operations() {
    return operations;
  }

  /** The operation that answers, or null where the document has none. */
  @Nullable Operation operation(String method, String path) {
    String documented = method.equals("HEAD") ? "GET" : method;
    return operations.stream()
        .filter(operation -> operation.method().equals(documented) && operation.isAt(path))
        .findFirst()
        .orElse(null);
  }

  /** The schema itself, where it is a reference. */
  JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : root.at(reference.substring(1));
  }

  /** What is wrong with a value by a schema of this document, where no other fields are allowed. */
  List<Error> faults(JsonNode schema, JsonNode value) {
    return COMPILED.computeIfAbsent(schema.toString(), key -> compiled(schema)).validate(value);
  }

  private Schema compiled(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("$defs", root.path("components").path("schemas").deepCopy());
    close(whole);
    return SCHEMAS.getSchema(whole.toString().replace("#/components/schemas/", "#/$defs/"));
  }

  /** Objects whose fields are listed have no others, unless they say so. */
  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(ApiDocument::close);
  }
}
