package io.millrace.recommend.catalogue;

import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Parameters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for: lower case, without space around it. A text matches where it begins with
 * it, where one of its words does, or where it contains it, best first.
 */
final class SearchText {
  /** Does not match. */
  static final int NONE = 3;

  private static final int LONGEST = 200;

  private final String wanted;

  SearchText(String wanted) {
    this.wanted = wanted.strip().toLowerCase(Locale.ROOT);
  }

  /** The parameter {@code query}; what is absent or empty matches everything. */
  static SearchText of(Parameters query, Faults faults) {
    @Nullable String text = query.text("query");
    if (text != null && text.length() > LONGEST) {
      faults.invalid("query", "must have at most " + LONGEST + " characters", text);
    }
    return new SearchText(text == null ? "" : text);
  }

  /** 0 if the text begins so, 1 if one of its words does, 2 if it is inside, else {@link #NONE}. */
  int rank(@Nullable String text) {
    if (text == null) {
      return wanted.isEmpty() ? 2 : NONE;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    int at = lower.indexOf(wanted);
    if (at <= 0) {
      return at == 0 ? 0 : NONE;
    }
    return Character.isLetterOrDigit(lower.charAt(at - 1)) ? 2 : 1;
  }
}
