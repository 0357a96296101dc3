package io.millrace.model.filter;

import io.millrace.schemas.Item;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What items must be to be in an answer. Filters that are written alike, white space aside, are
 * equal. Immutable, thread-safe.
 *
 * <pre>
 * filter     = and { "or" and }
 * and        = not { "and" not }
 * not        = "not" not | "(" filter ")" | comparison
 * comparison = field ( "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "contains" ) value
 *            | field [ "not" ] "in" "(" value { "," value } ")"
 * field      = "itemId" | "title" | "year" | "genre" | "attributes." ( NAME | "text" | 'text' )
 * value      = number | "text" | 'text'
 * </pre>
 *
 * A comparison holds if it holds for one of the field's values; so none holds for a field that the
 * item lacks. {@code !=} and {@code not in} are the opposites of {@code =} and {@code in}, and hold
 * then. Numbers without quotes are compared as numbers with years and attributes, everything else
 * as text, letter by letter; {@code contains} takes capitals for small letters.
 */
public sealed interface Filter {
  /** Most characters of a filter. */
  int MAX_LENGTH = 4000;

  /** Whether the item is one. */
  boolean matches(Item item);

  /**
   * Reads a filter.
   *
   * @param attributes names of attributes that some item has; those that none has are refused
   * @throws FilterFault naming the place and what must be there
   */
  static Filter parse(String text, Collection<String> attributes) {
    return new FilterParser(text, attributes).parse();
  }

  /** Every one of them holds. */
  record AllOf(List<Filter> filters) implements Filter {
    public AllOf {
      filters = List.copyOf(filters);
    }

    @Override
    public boolean matches(Item item) {
      for (Filter filter : filters) {
        if (!filter.matches(item)) {
          return false;
        }
      }
      return true;
    }
  }

  /** One of them holds. */
  record AnyOf(List<Filter> filters) implements Filter {
    public AnyOf {
      filters = List.copyOf(filters);
    }

    @Override
    public boolean matches(Item item) {
      for (Filter filter : filters) {
        if (filter.matches(item)) {
          return true;
        }
      }
      return false;
    }
  }

  /** It does not hold. */
  record Not(Filter filter) implements Filter {
    @Override
    public boolean matches(Item item) {
      return !filter.matches(item);
    }
  }

  /** One of the field's values is one of these texts or, read as a number, one of these numbers. */
  record OneOf(ItemField field, Set<String> texts, Set<Double> numbers) implements Filter {
    public OneOf {
      texts = Set.copyOf(texts);
      numbers = Set.copyOf(numbers);
    }

    @Override
    public boolean matches(Item item) {
      return field.any(item, this::isOne);
    }

    private boolean isOne(String value) {
      return texts.contains(value)
          || (!numbers.isEmpty() && numbers.contains(Literal.number(value) + 0.0));
    }
  }

  /** One of the field's values is on this side of a number. */
  record NumberOrder(ItemField field, Order order, double bound) implements Filter {
    @Override
    public boolean matches(Item item) {
      return field.any(item, this::holds);
    }

    private boolean holds(String value) {
      double number = Literal.number(value);
      return !Double.isNaN(number) && order.holds(Double.compare(number, bound));
    }
  }

  /** One of the field's values is on this side of a text. */
  record TextOrder(ItemField field, Order order, String bound) implements Filter {
    @Override
    public boolean matches(Item item) {
      return field.any(item, value -> order.holds(value.compareTo(bound)));
    }
  }

  /** One of the field's values contains a text. */
  record Contains(ItemField field, String part) implements Filter {
    @Override
    public boolean matches(Item item) {
      return field.any(item, value -> ItemField.contains(value, part));
    }
  }
}
