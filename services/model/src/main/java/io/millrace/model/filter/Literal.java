package io.millrace.model.filter;

import org.jspecify.annotations.Nullable;

/**
 * A value in a filter.
 *
 * @param text as it was written, without quotes
 * @param number what it means where numbers are compared; null if it was quoted
 */
record Literal(String text, @Nullable Double number) {
  /** The number that a field's text is; NaN if it is none. */
  static double number(String text) {
    char first = text.isEmpty() ? 'x' : text.charAt(0);
    if (first != '-' && first != '.' && (first < '0' || first > '9')) {
      return Double.NaN; // most texts, without the cost of an exception
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }
}
