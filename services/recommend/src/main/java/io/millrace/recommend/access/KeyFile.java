package io.millrace.recommend.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.runtime.UserFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The file of keys: {@code {"keys":[{"name","scopes","sha256","created","expires"?,
 * "requestsPerSecond"?,"burst"?}]}}. It holds digests, so who reads it cannot use a key; who writes
 * it can make one.
 *
 * @param path where it is
 */
public record KeyFile(Path path) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final Set<String> FIELDS =
      Set.of("name", "scopes", "sha256", "created", "expires", "requestsPerSecond", "burst");

  /**
   * Reads all keys.
   *
   * @throws IOException if the file cannot be read
   * @throws UserFault if it is not as it must be; names the entry, the field and the rule
   */
  public List<ApiKey> read() throws IOException {
    JsonNode file = tree();
    if (!file.path("keys").isArray() || file.size() != 1) {
      throw fault("must be an object with one field, keys, a list");
    }
    List<ApiKey> keys = new ArrayList<>();
    for (JsonNode entry : file.path("keys")) {
      keys.add(key("keys[%d]".formatted(keys.size()), entry));
    }
    requireDistinct(keys);
    return List.copyOf(keys);
  }

  private JsonNode tree() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    try {
      JsonNode tree = MAPPER.readTree(bytes);
      return tree == null ? MAPPER.missingNode() : tree;
    } catch (JsonProcessingException e) {
      throw fault("must be JSON, is not: line %d".formatted(e.getLocation().getLineNr()));
    } catch (IOException e) {
      // The bytes are here already, so it is what they are.
      throw fault("must be JSON in UTF-8, is other bytes");
    }
  }

  private void requireDistinct(List<ApiKey> keys) {
    Set<String> seen = new HashSet<>();
    for (ApiKey key : keys) {
      if (!seen.add(key.name())) {
        throw fault("each name must be there once, is twice: " + key.name());
      }
    }
  }

  private ApiKey key(String at, JsonNode entry) {
    for (String field : (Iterable<String>) entry::fieldNames) {
      if (!FIELDS.contains(field)) {
        throw fault(at + "." + field + ": unknown; known are " + FIELDS.stream().sorted().toList());
      }
    }
    try {
      Instant created = instant(entry, "created");
      return new ApiKey(
          entry.path("name").asText(),
          scopes(entry.path("scopes")),
          entry.path("sha256").asText(),
          created == null ? Instant.EPOCH : created,
          instant(entry, "expires"),
          rate(entry));
    } catch (IllegalArgumentException e) {
      throw fault(at + ": " + e.getMessage());
    }
  }

  private static Set<Scope> scopes(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).map(KeyFile::scope).collect(Collectors.toSet());
  }

  private static Scope scope(String word) {
    return Scope.named(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "scopes: must be some of "
                        + Scope.words().toList()
                        + ", was \""
                        + word
                        + "\""));
  }

  private static @Nullable Instant instant(JsonNode entry, String field) {
    if (!entry.hasNonNull(field)) {
      return null;
    }
    try {
      return Instant.parse(entry.path(field).asText());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          field + ": must be like 2026-12-31T00:00:00Z, was " + entry.path(field), e);
    }
  }

  private static @Nullable Rate rate(JsonNode entry) {
    if (!entry.hasNonNull("requestsPerSecond")) {
      return null;
    }
    double perSecond = entry.path("requestsPerSecond").asDouble(Double.NaN);
    return new Rate(perSecond, entry.path("burst").asInt((int) Math.ceil(perSecond)));
  }

  /**
   * Writes all keys, in one step: who reads sees the file before or the file after.
   *
   * @throws IOException if that cannot be done; the file is then as it was
   */
  public void write(List<ApiKey> keys) throws IOException {
    ObjectNode file = MAPPER.createObjectNode();
    ArrayNode entries = file.putArray("keys");
    keys.forEach(key -> entries.add(node(key)));
    Path whole = path.toAbsolutePath();
    Path next = Files.createTempFile(whole.getParent(), ".keys", ".json");
    try {
      Files.write(next, MAPPER.writeValueAsBytes(file));
      keepPermissions(whole, next);
      Files.move(next, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /** A new file is for its owner; an old one stays for whom it was. */
  private static void keepPermissions(Path from, Path to) throws IOException {
    if (from.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(
          to,
          Files.exists(from)
              ? Files.getPosixFilePermissions(from)
              : PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static ObjectNode node(ApiKey key) {
    ObjectNode node = MAPPER.createObjectNode().put("name", key.name());
    ArrayNode scopes = node.putArray("scopes");
    key.scopes().stream().sorted().forEach(scope -> scopes.add(scope.word()));
    node.put("sha256", key.sha256()).put("created", key.created().toString());
    if (key.expires() != null) {
      node.put("expires", key.expires().toString());
    }
    if (key.rate() != null) {
      node.put("requestsPerSecond", key.rate().perSecond()).put("burst", key.rate().burst());
    }
    return node;
  }

  private UserFault fault(String rule) {
    return new UserFault(path + ": " + rule);
  }
}
