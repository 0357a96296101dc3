package io.millrace.trainer.evaluation;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Names of metrics as people count: {@code hr@5, hr@10, hr@100}. Stateless. */
public final class MetricOrder implements Comparator<String> {
  private static final Pattern PARTS = Pattern.compile("[0-9]+|[^0-9]+");

  @Override
  public int compare(String one, String other) {
    List<String> parts = parts(one);
    List<String> others = parts(other);
    for (int i = 0; i < Math.min(parts.size(), others.size()); i++) {
      int part = comparePart(parts.get(i), others.get(i));
      if (part != 0) {
        return part;
      }
    }
    int length = Integer.compare(parts.size(), others.size());
    return length == 0 ? one.compareTo(other) : length; // 05 and 5 are not the same name
  }

  private static List<String> parts(String name) {
    return PARTS.matcher(name).results().map(MatchResult::group).toList();
  }

  private static int comparePart(String one, String other) {
    return isNumber(one) && isNumber(other)
        ? new BigInteger(one).compareTo(new BigInteger(other))
        : one.compareTo(other);
  }

  private static boolean isNumber(String part) {
    return part.charAt(0) >= '0' && part.charAt(0) <= '9';
  }
}
