package io.millrace.features.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.jspecify.annotations.Nullable;

/**
 * A registry that speaks the common protocol: {@code GET /schemas/ids/ID} answers {@code
 * {"schema":"..."}}, or 404 with error code 40403 where there is none. Anything else, another 404
 * included (a wrong path), says nothing of the id. Thread-safe.
 */
final class HttpSchemaRegistry implements SchemaRegistry {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NO_SUCH_SCHEMA = 40403;
  private static final long LONGEST_ANSWER_BYTES = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final String schemas;
  private final Duration timeout;
  private final @Nullable RegistryLogin login;

  /**
   * A registry.
   *
   * @param url where it is
   * @param timeout longest wait for one answer, all of it
   * @param login null where it asks for none
   */
  HttpSchemaRegistry(String url, Duration timeout, @Nullable RegistryLogin login) {
    this.schemas = (url.endsWith("/") ? url : url + "/") + "schemas/ids/";
    this.timeout = timeout;
    this.login = login;
    this.client =
        HttpClient.newBuilder().connectTimeout(timeout).followRedirects(Redirect.NORMAL).build();
  }

  @Override
  public Answer ask(int id) {
    URI address = URI.create(schemas + id);
    HttpResponse<byte[]> response = get(address);
    if (response.statusCode() == OK) {
      JsonNode found = json(address, response.body());
      if (found.path("schema").isTextual()) {
        return answer(id, found);
      }
    }
    if (response.statusCode() == NOT_FOUND
        && json(address, response.body()).path("error_code").asInt() == NO_SUCH_SCHEMA) {
      return new Answer.Unknown();
    }
    throw new RegistryUnavailableException(
        "%s: must answer 200 with a schema, or 404 with error code %d, was %d"
            .formatted(address, NO_SUCH_SCHEMA, response.statusCode()));
  }

  private HttpResponse<byte[]> get(URI address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
    if (login != null) {
      request.header("Authorization", login.header());
    }
    CompletableFuture<HttpResponse<byte[]>> asked =
        client.sendAsync(
            request.build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER_BYTES));
    try {
      return asked.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new RegistryUnavailableException(address + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw new RegistryUnavailableException(address + ": no answer within " + timeout, e);
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException(address + ": interrupted", e);
    }
  }

  private static JsonNode json(URI address, byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new RegistryUnavailableException(
          address + ": must answer in JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IOException e) {
      throw new RegistryUnavailableException(address + ": " + e, e);
    }
  }

  private static Answer answer(int id, JsonNode found) {
    String type = found.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      return new Answer.Unusable("schema " + id + ": must be of type AVRO, was " + type);
    }
    if (!found.path("references").isEmpty()) {
      return new Answer.Unusable(
          "schema " + id + ": must be whole, refers to " + found.path("references"));
    }
    try {
      Schema schema = new SchemaParser().parse(found.path("schema").asText()).mainSchema();
      if (schema != null) {
        return new Answer.Found(schema);
      }
    } catch (AvroRuntimeException e) {
      return new Answer.Unusable(
          "schema " + id + ": must be an Avro schema, is not (" + e.getMessage() + ")");
    }
    return new Answer.Unusable("schema " + id + ": must be one Avro schema");
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
