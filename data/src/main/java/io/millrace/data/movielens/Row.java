package io.millrace.data.movielens;

import java.util.List;

/** A line's fields by position, parsed on demand; each parser names field, rule and value. */
record Row(List<String> fields) {
  private static final int MILLIS = 1000;

  /**
   * Demands a number of fields.
   *
   * @throws FieldFault if there are others
   */
  void requireFields(int least, int most, String line) {
    if (fields.size() < least || fields.size() > most) {
      String rule =
          least == most
              ? "must have %d fields, has %d".formatted(least, fields.size())
              : "must have %d to %d fields, has %d".formatted(least, most, fields.size());
      throw new FieldFault("line", rule, line);
    }
  }

  String text(int at) {
    return fields.get(at);
  }

  /** An id: any text, decoded soundly. */
  String id(int at, String name) {
    String id = fields.get(at);
    if (id.indexOf('\uFFFD') >= 0) {
      throw new FieldFault(name, "must be valid UTF-8", id);
    }
    return id;
  }

  int integer(int at, String name) {
    String text = fields.get(at).strip();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new FieldFault(name, "must be a whole number", fields.get(at));
    }
  }

  /** Stars: any decimal number, NaN included; whether it is in range is not judged here. */
  double stars(int at, String name) {
    String text = fields.get(at);
    if (text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '9') {
      return text.charAt(0) - '0';
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new FieldFault(name, "must be a number", text);
    }
  }

  /** Seconds since the epoch, as milliseconds. */
  long time(int at, String name) {
    String text = fields.get(at);
    try {
      return Math.multiplyExact(Long.parseLong(text.strip()), MILLIS);
    } catch (NumberFormatException e) {
      throw new FieldFault(name, "must be a whole number of seconds since 1970", text);
    } catch (ArithmeticException e) {
      throw new FieldFault(name, "must be at most 9223372036854775 seconds", text);
    }
  }
}
