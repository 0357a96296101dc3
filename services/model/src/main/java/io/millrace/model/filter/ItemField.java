package io.millrace.model.filter;

import io.millrace.schemas.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A field of an item as filters name it: {@code itemId}, {@code title}, {@code year}, {@code genre}
 * or {@code attributes.NAME}. A genre field has several values, an absent field none.
 *
 * @param kind which
 * @param attribute the attribute's name; empty for any other kind
 */
public record ItemField(Kind kind, String attribute) {
  /** What an attribute's name comes after. */
  static final String ATTRIBUTES = "attributes.";

  private static final int MOST_NAMED = 20;

  /** What there is. */
  public enum Kind {
    ITEM_ID("itemId"),
    TITLE("title"),
    YEAR("year"),
    GENRE("genre"),
    ATTRIBUTE("attributes.NAME");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  /**
   * The field of this name.
   *
   * @param attributes names of attributes that some item has
   * @return null where there is none
   */
  public static @Nullable ItemField named(String name, Collection<String> attributes) {
    if (name.startsWith(ATTRIBUTES)) {
      String attribute = name.substring(ATTRIBUTES.length());
      return attributes.contains(attribute) ? new ItemField(Kind.ATTRIBUTE, attribute) : null;
    }
    return Stream.of(Kind.values())
        .filter(kind -> kind != Kind.ATTRIBUTE && kind.label.equals(name))
        .findFirst()
        .map(kind -> new ItemField(kind, ""))
        .orElse(null);
  }

  /** The names there are, for messages; of many attributes the first by name. */
  public static String known(Collection<String> attributes) {
    Stream<String> fields =
        Stream.of(Kind.values()).filter(kind -> kind != Kind.ATTRIBUTE).map(kind -> kind.label);
    Stream<String> named = attributes.stream().sorted().limit(MOST_NAMED).map(ATTRIBUTES::concat);
    String rest = attributes.size() > MOST_NAMED ? ", ..." : "";
    return Stream.concat(fields, named).collect(Collectors.joining(", ")) + rest;
  }

  /** Whether one of the field's values, as text, passes the test. */
  public boolean any(Item item, Predicate<String> test) {
    return switch (kind) {
      case ITEM_ID -> test.test(item.getItemId());
      case TITLE -> item.getTitle() != null && test.test(item.getTitle());
      case YEAR -> item.getYear() != null && test.test(item.getYear().toString());
      case GENRE -> anyOf(item.getGenres(), test);
      case ATTRIBUTE -> {
        String value = item.getAttributes().get(attribute);
        yield value != null && test.test(value);
      }
    };
  }

  /** The field's values as text. */
  public List<String> values(Item item) {
    List<String> values = new ArrayList<>();
    any(item, value -> !values.add(value));
    return values;
  }

  private static boolean anyOf(Collection<String> values, Predicate<String> test) {
    for (String value : values) {
      if (test.test(value)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a number written without quotes means a number here, and not its text. */
  boolean takesNumbers() {
    return kind == Kind.YEAR || kind == Kind.ATTRIBUTE;
  }

  /** As filters name it. */
  @Override
  public String toString() {
    return kind == Kind.ATTRIBUTE ? ATTRIBUTES + attribute : kind.label;
  }

  /** Whether the text contains the part, capitals aside. */
  static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
