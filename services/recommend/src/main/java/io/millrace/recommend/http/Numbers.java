package io.millrace.recommend.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Whole numbers within bounds, from JSON and from text. */
final class Numbers {
  private Numbers() {}

  /** A whole number from 1 to {@code max}; 1 after a fault. */
  static int count(JsonNode value, String field, int max, Faults faults) {
    return integer(value, field, 1, max, faults);
  }

  /** A whole number within bounds (1e9 counts as whole); {@code min} after a fault. */
  static int integer(JsonNode value, String field, int min, int max, Faults faults) {
    if (!value.isNumber()) {
      faults.malformed(field, "must be a whole number", value);
      return min;
    }
    return within(value.decimalValue(), value.toString(), field, min, max, faults);
  }

  /** The same, from text. */
  static int integer(String text, String field, int min, int max, Faults faults) {
    try {
      return within(new BigDecimal(text), text, field, min, max, faults);
    } catch (NumberFormatException e) {
      faults.malformed(field, "must be a whole number", text);
      return min;
    }
  }

  private static int within(
      BigDecimal number, String text, String field, int min, int max, Faults faults) {
    if (number.compareTo(BigDecimal.valueOf(min)) < 0
        || number.compareTo(BigDecimal.valueOf(max)) > 0) {
      faults.invalid(field, "must be between " + min + " and " + max, text);
      return min;
    }
    if (number.stripTrailingZeros().scale() > 0) {
      faults.malformed(field, "must be a whole number", text);
      return min;
    }
    return number.intValue();
  }

  /** Without a fraction that is nought. */
  static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
