package io.millrace.recommend.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer ready to be sent.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body may be empty
 * @param headers further headers
 * @param error why it refuses; null where it does not
 */
public record Reply(
    int status,
    String contentType,
    Buffer body,
    Map<String, String> headers,
    @Nullable ErrorCode error) {
  private static final String PROBLEM = "application/problem+json";
  private static final String CHALLENGE = "Bearer realm=\"millrace\"";

  /** An answer that refuses nothing. */
  public Reply(int status, String contentType, Buffer body, Map<String, String> headers) {
    this(status, contentType, body, headers, null);
  }

  /** Status 200 with JSON. */
  public static Reply ok(JsonNode node) {
    return json(200, node);
  }

  /** Status 200 with JSON that writes itself. */
  public static Reply ok(Json.Content content) {
    return new Reply(200, Json.TYPE, Json.write(content), Map.of());
  }

  /** JSON with a status. */
  public static Reply json(int status, JsonNode node) {
    return new Reply(status, Json.TYPE, Buffer.buffer(Json.write(node)), Map.of());
  }

  /** Status 204. */
  public static Reply empty() {
    return new Reply(204, "", Buffer.buffer(), Map.of());
  }

  /** Status 200 with any content. */
  public static Reply content(String contentType, byte[] bytes) {
    return new Reply(200, contentType, Buffer.buffer(bytes), Map.of());
  }

  /** A refusal, as RFC 9457 has it, with code and faults. */
  public static Reply problem(RequestFault fault) {
    return problem(fault, problemNode(fault));
  }

  /** The same, with one more member. */
  public static Reply problem(RequestFault fault, String member, JsonNode value) {
    return problem(fault, problemNode(fault).set(member, value));
  }

  private static Reply problem(RequestFault fault, JsonNode node) {
    Buffer body = Buffer.buffer(Json.write(node));
    return new Reply(fault.code().status(), PROBLEM, body, headers(fault), fault.code());
  }

  private static Map<String, String> headers(RequestFault fault) {
    ErrorCode code = fault.code();
    if (code.status() == 401) {
      return Map.of("WWW-Authenticate", challenge(code));
    }
    return code.retryable()
        ? Map.of("Retry-After", Long.toString(seconds(fault.pause())))
        : Map.of();
  }

  private static String challenge(ErrorCode code) {
    return code == ErrorCode.KEY_UNKNOWN ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE;
  }

  private static long seconds(@Nullable Duration pause) {
    return pause == null ? 1 : Math.max(1, (long) Math.ceil(pause.toMillis() / 1000.0));
  }

  /** The same, as JSON. */
  public static ObjectNode problemNode(RequestFault fault) {
    ErrorCode code = fault.code();
    ObjectNode node =
        Json.object()
            .put("type", "about:blank")
            .put("title", code.title())
            .put("status", code.status())
            .put("detail", fault.getMessage())
            .put("code", code.name());
    ArrayNode faults = node.putArray("faults");
    fault.faults().forEach(each -> faults.add(each.json()));
    return node;
  }

  /** The same answer with one more header. */
  public Reply with(String name, String value) {
    Map<String, String> more = new java.util.TreeMap<>(headers);
    more.put(name, value);
    return new Reply(status, contentType, body, more, error);
  }
}
