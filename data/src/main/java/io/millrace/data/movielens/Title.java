package io.millrace.data.movielens;

import io.millrace.schemas.Item;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A MovieLens title taken apart: "Matrix, The (1999)" is the title "Matrix, The" of 1999. The
 * article stays where the data set has it, since moving it back fails on other languages and on
 * alternative titles in brackets. A span, "(2006-2007)", counts by its first year; a mark behind
 * the year, "(V)" for video, is dropped with it.
 *
 * @param name without the year
 * @param year of release, null where the title does not tell
 */
record Title(String name, @Nullable Integer year) {
  private static final Pattern WITH_YEAR =
      Pattern.compile(
          "(.*?)\\s*\\(((?:18|19|20)\\d\\d)(?:[-\\u2013]\\s?\\d{0,4})?\\)(?:\\s*\\(T?V\\))?\\s*");

  static Title of(String text) {
    Matcher matcher = WITH_YEAR.matcher(text);
    if (matcher.matches() && !matcher.group(1).isBlank()) {
      return new Title(matcher.group(1).strip(), Integer.valueOf(matcher.group(2)));
    }
    return new Title(text.strip(), null);
  }

  /** An item of that title, yet without genres and attributes. */
  Item.Builder item(String id) {
    Item.Builder item = Item.newBuilder().setItemId(id).setTitle(name);
    return year == null ? item : item.setYear(year);
  }
}
