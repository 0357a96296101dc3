package io.millrace.data;

/**
 * A line that could not be parsed.
 *
 * @param file the file, with the archive it is in
 * @param line its number, from 1
 * @param field the field at fault, or {@code line}
 * @param rule what the field must be
 * @param value what it was, shortened
 * @param raw the whole line, at most 64 Ki characters of it
 */
public record MalformedLine(
    String file, long line, String field, String rule, String value, String raw) {

  /** For people: file, line, field, rule and value. */
  public String message() {
    return "%s, line %d: %s: %s, was \"%s\"".formatted(file, line, field, rule, value);
  }
}
