package io.millrace.trainer.protocol.data;

import java.util.Comparator;

/**
 * The order of ids that ties are broken by: whole numbers by value first, then all others as text.
 */
enum IdOrder implements Comparator<String> {
  /** The only one. */
  NATURAL;

  @Override
  public int compare(String a, String b) {
    boolean number = isNumber(a);
    if (number != isNumber(b)) {
      return number ? -1 : 1;
    }
    if (number && a.length() != b.length()) {
      return Integer.compare(a.length(), b.length());
    }
    return a.compareTo(b);
  }

  /** Digits without leading zeros, so that length and text decide the value. */
  private static boolean isNumber(String id) {
    return !id.isEmpty()
        && (id.charAt(0) != '0' || id.length() == 1)
        && id.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
