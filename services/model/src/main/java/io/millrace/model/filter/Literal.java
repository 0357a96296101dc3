package io.millrace.model.filter;

import org.jspecify.annotations.Nullable;

/**
 * A value in a filter.
 *
 * @param text as it was written, without quotes
 * @param number what it means where numbers are compared; null if it was quoted
 */
record Literal(String text, @Nullable Double number) {
  /** The number that a field's text is, never a negative zero; NaN if it is none. */
  static double number(String text) {
    if (!mayBeNumber(text)) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text) + 0.0;
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  /**
   * False for most texts, without the cost of an exception, and for what only Java takes for a
   * number: a type's letter at the end ("5D"), hexadecimals ("0x1p4").
   */
  private static boolean mayBeNumber(String text) {
    char first = text.isEmpty() ? 'x' : text.charAt(0);
    char last = text.isEmpty() ? 'x' : text.charAt(text.length() - 1);
    return (FilterTokens.isDigit(first) || first == '-' || first == '.')
        && (FilterTokens.isDigit(last) || last == '.')
        && text.indexOf('x') < 0
        && text.indexOf('X') < 0;
  }
}
