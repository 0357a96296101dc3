package io.millrace.model.filter;

import io.millrace.model.filter.FilterTokens.Kind;
import io.millrace.model.filter.FilterTokens.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Reads one filter by recursive descent; see {@link Filter} for the language. One thread. */
final class FilterParser {
  private static final int MAX_DEPTH = 50;

  private final FilterTokens tokens;
  private final Collection<String> attributes;
  private int depth;

  FilterParser(String text, Collection<String> attributes) {
    if (text.length() > Filter.MAX_LENGTH) {
      throw new FilterFault(
          Filter.MAX_LENGTH + 1,
          "must end here, after %d characters; it has %d"
              .formatted(Filter.MAX_LENGTH, text.length()));
    }
    this.tokens = new FilterTokens(text);
    this.attributes = attributes;
  }

  Filter parse() {
    Filter filter = anyOf();
    Token rest = tokens.peek();
    if (rest.kind() != Kind.END) {
      throw new FilterFault(
          rest.position(), "must have \"and\", \"or\" or the end, found " + rest.found());
    }
    return filter;
  }

  private Filter anyOf() {
    List<Filter> filters = separated("or", this::allOf);
    return filters.size() == 1 ? filters.getFirst() : new Filter.AnyOf(filters);
  }

  private Filter allOf() {
    List<Filter> filters = separated("and", this::negation);
    return filters.size() == 1 ? filters.getFirst() : new Filter.AllOf(filters);
  }

  private List<Filter> separated(String word, Supplier<Filter> part) {
    List<Filter> parts = new ArrayList<>();
    do {
      parts.add(part.get());
    } while (tokens.takeIf(word));
    return parts;
  }

  private Filter negation() {
    Token first = tokens.peek();
    if (++depth > MAX_DEPTH) {
      throw new FilterFault(
          first.position(), "must not be nested deeper than " + MAX_DEPTH + " here");
    }
    Filter filter;
    if (tokens.takeIf("not")) {
      filter = new Filter.Not(negation());
    } else if (tokens.takeIf("(")) {
      filter = anyOf();
      tokens.require(")", "to close the one at character " + first.position());
    } else {
      filter = comparison();
    }
    depth--;
    return filter;
  }

  private Filter comparison() {
    Token name = tokens.take();
    ItemField field = field(name);
    if (tokens.takeIf("not")) {
      tokens.require("in", "after \"not\"");
      return new Filter.Not(oneOf(field, list(field)));
    }
    if (tokens.takeIf("in")) {
      return oneOf(field, list(field));
    }
    Token operator = tokens.take();
    return switch (operator.kind() == Kind.WORD ? "contains" : operator.text()) {
      case "=" -> oneOf(field, List.of(value(field)));
      case "!=" -> new Filter.Not(oneOf(field, List.of(value(field))));
      case "<" -> order(field, Order.LESS);
      case "<=" -> order(field, Order.LESS_OR_EQUAL);
      case ">" -> order(field, Order.GREATER);
      case ">=" -> order(field, Order.GREATER_OR_EQUAL);
      case "contains" -> contains(field, operator);
      default -> throw noOperator(operator);
    };
  }

  private ItemField field(Token name) {
    if (name.kind() != Kind.WORD) {
      throw new FilterFault(
          name.position(), "must have a field, \"not\" or \"(\", found " + name.found());
    }
    ItemField field = ItemField.named(name.text(), attributes);
    if (field == null) {
      throw new FilterFault(
          name.position(),
          "must be a field of items, found %s; known are %s"
              .formatted(
                  name.found(),
                  ItemField.known(attributes.stream().map(FilterTokens::written).toList())));
    }
    return field;
  }

  private Filter contains(ItemField field, Token operator) {
    if (!operator.is("contains")) {
      throw noOperator(operator);
    }
    if (field.kind() == ItemField.Kind.YEAR) {
      throw new FilterFault(operator.position(), "must compare year with a number");
    }
    return new Filter.Contains(field, value(field).text());
  }

  private static FilterFault noOperator(Token found) {
    return new FilterFault(
        found.position(),
        "must have one of = != < <= > >= in, not in, contains, found " + found.found());
  }

  private Filter order(ItemField field, Order order) {
    Literal bound = value(field);
    return bound.number() != null && field.takesNumbers()
        ? new Filter.NumberOrder(field, order, bound.number())
        : new Filter.TextOrder(field, order, bound.text());
  }

  private static Filter oneOf(ItemField field, List<Literal> values) {
    Set<String> texts = new HashSet<>();
    Set<Double> numbers = new HashSet<>();
    for (Literal value : values) {
      if (value.number() != null && field.takesNumbers()) {
        numbers.add(value.number());
      } else {
        texts.add(value.text());
      }
    }
    return new Filter.OneOf(field, texts, numbers);
  }

  private List<Literal> list(ItemField field) {
    tokens.require("(", "after \"in\"");
    List<Literal> values = new ArrayList<>();
    do {
      values.add(value(field));
    } while (tokens.takeIf(","));
    tokens.require(")", "or \",\" after a value");
    return values;
  }

  private Literal value(ItemField field) {
    Token token = tokens.take();
    return switch (token.kind()) {
      case NUMBER -> number(token);
      case TEXT -> text(field, token);
      case WORD, SYMBOL, END ->
          throw new FilterFault(
              token.position(), "must have a number or a text in quotes, found " + token.found());
    };
  }

  private static Literal number(Token token) {
    double number = Literal.number(token.text());
    if (!Double.isFinite(number)) {
      throw new FilterFault(
          token.position(), "must be a number, or a text in quotes, found " + token.found());
    }
    return new Literal(token.text(), number);
  }

  private static Literal text(ItemField field, Token token) {
    if (field.kind() == ItemField.Kind.YEAR) {
      throw new FilterFault(token.position(), "must compare year with a number without quotes");
    }
    return new Literal(token.text(), null);
  }
}
