package io.millrace.recommend.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One thing that is wrong with a request.
 *
 * @param field path of the field, e.g. {@code [3].rating}, at most {@value #FIELD_LENGTH}
 *     characters
 * @param rule what it must be
 * @param value what it was, as JSON text of at most {@value #VALUE_LENGTH} characters
 */
public record Fault(String field, String rule, String value) {
  static final int VALUE_LENGTH = 80;
  private static final int FIELD_LENGTH = 300;

  public Fault {
    if (field.length() > FIELD_LENGTH) {
      field = field.substring(0, FIELD_LENGTH) + "...";
    }
    if (value.length() > VALUE_LENGTH) {
      value = value.substring(0, VALUE_LENGTH) + "...";
    }
  }

  /** As the API answers it. */
  public ObjectNode json() {
    return Json.object().put("field", field).put("rule", rule).put("value", value);
  }

  @Override
  public String toString() {
    return "%s: %s, was %s".formatted(field, rule, value);
  }
}
