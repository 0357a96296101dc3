package io.millrace.recommend.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object by name and type, noting every fault; {@link #done} notes the
 * fields nobody asked for. A field that is null counts as absent. One thread.
 */
public final class Fields {
  private static final int MAX_NAME = 200;

  private final JsonNode node;
  private final String path;
  private final Faults faults;
  private final Set<String> known = new HashSet<>();

  private Fields(JsonNode node, String path, Faults faults) {
    this.node = node;
    this.path = path;
    this.faults = faults;
  }

  /**
   * The fields of a value that should be an object.
   *
   * @param path how faults name the object; empty for the body itself
   */
  public static Fields of(JsonNode node, String path, Faults faults) {
    if (!node.isObject()) {
      faults.malformed(path.isEmpty() ? "body" : path, "must be an object", node);
    }
    return new Fields(node, path, faults);
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return get(name) != null;
  }

  /** An id that must be there; empty after a fault. */
  public String id(String name) {
    JsonNode value = get(name);
    if (value == null) {
      missing(name);
      return "";
    }
    return id(value, at(name));
  }

  /** An id that may be there. */
  public @Nullable String optionalId(String name) {
    JsonNode value = get(name);
    return value == null ? null : id(value, at(name));
  }

  /** A list of ids; empty where absent. */
  public List<String> ids(String name, int max) {
    List<String> ids = new ArrayList<>();
    each(name, max, (value, at) -> ids.add(id(value, at)));
    return ids;
  }

  /** A list of texts that people see, each once, none of them blank; empty where absent. */
  public List<String> texts(String name, int max, int maxLength) {
    Set<String> texts = new LinkedHashSet<>();
    each(
        name,
        max,
        (value, at) -> {
          if (!texts.add(title(value, at, maxLength)) && value.isTextual()) {
            faults.invalid(at, "must be in the list once", value.toString());
          }
        });
    return List.copyOf(texts);
  }

  /** Hands each element of a list, with its path, to the consumer; nothing where absent. */
  public void each(String name, int max, BiConsumer<JsonNode, String> element) {
    JsonNode value = get(name);
    if (value == null) {
      return;
    }
    if (!value.isArray()) {
      faults.malformed(at(name), "must be an array", value);
      return;
    }
    if (value.size() > max) {
      faults.invalid(
          at(name), "must have at most " + max + " elements", String.valueOf(value.size()));
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      element.accept(value.get(i), at(name) + "[" + i + "]");
    }
  }

  /** A whole number from 1 to {@code max}; the default where absent. */
  public int count(String name, int absent, int max) {
    JsonNode value = get(name);
    return value == null ? absent : Numbers.count(value, at(name), max, faults);
  }

  /** A whole number within bounds, or null where absent. */
  public @Nullable Integer integer(String name, int min, int max) {
    JsonNode value = get(name);
    return value == null ? null : Numbers.integer(value, at(name), min, max, faults);
  }

  /** A number that must be there; null after a fault. */
  public @Nullable Double number(String name) {
    JsonNode value = get(name);
    if (value == null) {
      missing(name);
      return null;
    }
    if (!value.isNumber()) {
      faults.malformed(at(name), "must be a number", value);
      return null;
    }
    return value.doubleValue();
  }

  /** A number within bounds; the default where absent, and after a fault. */
  public double real(String name, double absent, double min, double max) {
    @Nullable Double number = has(name) ? number(name) : null;
    if (number == null) {
      return absent;
    }
    if (!(number >= min && number <= max)) {
      faults.invalid(
          at(name),
          "must be between %s and %s".formatted(Numbers.plain(min), Numbers.plain(max)),
          String.valueOf(get(name)));
      return absent;
    }
    return number;
  }

  /** True or false; the default where absent. */
  public boolean flag(String name, boolean absent) {
    JsonNode value = get(name);
    if (value == null) {
      return absent;
    }
    if (!value.isBoolean()) {
      faults.malformed(at(name), "must be true or false", value);
    }
    return value.booleanValue();
  }

  /** A text, or null where absent. */
  public @Nullable String text(String name, int maxLength) {
    JsonNode value = get(name);
    return value == null ? null : text(value, at(name), maxLength);
  }

  /** A text that people see, or null where absent: it must not be blank. */
  public @Nullable String title(String name, int maxLength) {
    JsonNode value = get(name);
    return value == null ? null : title(value, at(name), maxLength);
  }

  /** One of the words (in lower case), which must be there; the first word after a fault. */
  public String word(String name, List<String> words) {
    JsonNode value = get(name);
    if (value == null) {
      missing(name);
    } else if (!value.isTextual()) {
      faults.malformed(at(name), "must be one of " + words, value);
    } else if (!words.contains(value.textValue())) {
      faults.invalid(at(name), "must be one of " + words, value.toString());
    } else {
      return value.textValue();
    }
    return words.getFirst();
  }

  /** One of the words (in lower case), or null where absent; the first word after a fault. */
  public @Nullable String optionalWord(String name, List<String> words) {
    return has(name) ? word(name, words) : null;
  }

  /** A moment, as epoch milliseconds or ISO-8601 text with offset; null where absent. */
  public @Nullable Long time(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (value.isTextual()) {
      return instant(value, at(name));
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    faults.malformed(at(name), "must be epoch milliseconds or an ISO-8601 time", value);
    return null;
  }

  /** An object of texts, names of at most {@value #MAX_NAME} characters; empty where absent. */
  public Map<String, String> textMap(String name, int max, int maxLength) {
    Map<String, String> map = new TreeMap<>();
    JsonNode value = get(name);
    if (value == null) {
      return map;
    }
    if (!value.isObject()) {
      faults.malformed(at(name), "must be an object", value);
    } else if (value.size() > max) {
      faults.invalid(
          at(name), "must have at most " + max + " fields", String.valueOf(value.size()));
    } else {
      value
          .properties()
          .forEach(
              e -> {
                String path = at(name) + "." + e.getKey();
                checkName(e.getKey(), path);
                map.put(e.getKey(), text(e.getValue(), path, maxLength));
              });
    }
    return map;
  }

  private void checkName(String name, String at) {
    if (name.length() > MAX_NAME) {
      faults.invalid(
          at,
          "must have a name of at most " + MAX_NAME + " characters",
          String.valueOf(name.length()));
    } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      faults.invalid(at, "must have a name of valid Unicode", "a lone surrogate");
    }
  }

  /** The id that an element of a list is; empty after a fault. */
  public String elementId(JsonNode value, String at) {
    return id(value, at);
  }

  /** The names of the fields there are, as they were sent. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The fields but for some, as JSON in order of their names. */
  public String textWithout(Set<String> names) {
    return names().stream()
        .filter(name -> !names.contains(name))
        .sorted()
        .map(name -> name + "=" + node.path(name))
        .collect(Collectors.joining("&"));
  }

  /** The fields of an inner object, or null where absent. */
  public @Nullable Fields inner(String name) {
    JsonNode value = get(name);
    return value == null ? null : of(value, at(name), faults);
  }

  /** Notes that the object lacks something. */
  public void incomplete(String rule) {
    if (node.isObject()) {
      faults.malformed(path.isEmpty() ? "body" : path, rule, node);
    }
  }

  /** Notes a fault for every field that was not asked for. */
  public void done() {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                faults.malformed(
                    at(name),
                    "is not a field here; known are " + known.stream().sorted().toList(),
                    node.path(name));
              }
            });
  }

  /** How faults name a field of this object. */
  public String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private @Nullable JsonNode get(String name) {
    known.add(name);
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private void missing(String name) {
    if (node.isObject()) {
      faults.malformed(at(name), "is required", "absent");
    }
  }

  private String id(JsonNode value, String at) {
    if (value.isTextual()) {
      return checked(value.textValue(), at);
    }
    if (value.isIntegralNumber()) {
      return checked(value.bigIntegerValue().toString(), at);
    }
    faults.malformed(at, "must be a text or an integer", value);
    return "";
  }

  private String checked(String id, String at) {
    IdRule.check(id, at, faults);
    return id;
  }

  private String title(JsonNode value, String at, int maxLength) {
    String text = text(value, at, maxLength);
    if (value.isTextual() && text.isBlank()) {
      faults.invalid(at, "must not be blank", value.toString());
    }
    return text;
  }

  private String text(JsonNode value, String at, int maxLength) {
    if (!value.isTextual()) {
      faults.malformed(at, "must be a text", value);
      return "";
    }
    if (value.textValue().length() > maxLength) {
      faults.invalid(
          at,
          "must have at most " + maxLength + " characters",
          String.valueOf(value.textValue().length()));
    } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(value.textValue())) {
      faults.invalid(at, "must be valid Unicode", "a lone surrogate");
    }
    return value.textValue();
  }

  private @Nullable Long instant(JsonNode value, String at) {
    try {
      return OffsetDateTime.parse(value.textValue()).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      faults.malformed(at, "must be epoch milliseconds or an ISO-8601 time with offset", value);
      return null;
    }
  }
}
