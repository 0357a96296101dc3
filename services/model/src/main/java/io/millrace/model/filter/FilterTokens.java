package io.millrace.model.filter;

import java.util.Locale;

/** Cuts a filter's text into tokens, one ahead. One thread. */
final class FilterTokens {
  /** What a token is. */
  enum Kind {
    WORD,
    NUMBER,
    TEXT,
    SYMBOL,
    END
  }

  /**
   * A token.
   *
   * @param text as written, texts without their quotes
   * @param position of its first character, 1 is the first
   */
  record Token(Kind kind, String text, int position) {
    /** Whether it is this word, capitals aside, or this symbol. */
    boolean is(String wanted) {
      return (kind == Kind.WORD && text.toLowerCase(Locale.ROOT).equals(wanted))
          || (kind == Kind.SYMBOL && text.equals(wanted));
    }

    /** As messages name it. */
    String found() {
      return kind == Kind.END ? "the end" : "\"" + text + "\"";
    }
  }

  private final String text;
  private int at;
  private Token next;

  FilterTokens(String text) {
    this.text = text;
    this.next = read();
  }

  /** The token that comes. */
  Token peek() {
    return next;
  }

  /** Takes the token that comes. */
  Token take() {
    Token taken = next;
    next = read();
    return taken;
  }

  /** Takes the token that comes if it is this. */
  boolean takeIf(String wanted) {
    boolean is = next.is(wanted);
    if (is) {
      take();
    }
    return is;
  }

  /** Takes the token that comes, which must be this. */
  void require(String wanted, String after) {
    if (!takeIf(wanted)) {
      throw new FilterFault(
          next.position(), "must have \"%s\" %s, found %s".formatted(wanted, after, next.found()));
    }
  }

  private Token read() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new Token(Kind.END, "", at + 1);
    }
    char c = text.charAt(at);
    if (c == '"' || c == '\'') {
      return quoted(c);
    }
    if (isDigit(c) || ((c == '-' || c == '.') && at + 1 < text.length() && isDigit(next(c)))) {
      return run(Kind.NUMBER);
    }
    return isName(c) ? word() : symbol(c);
  }

  /** A word; that of an attribute whose name is no word ends with it in quotes. */
  private Token word() {
    Token word = run(Kind.WORD);
    boolean named = word.text().equals(ItemField.ATTRIBUTES) && at < text.length();
    if (!named || (text.charAt(at) != '"' && text.charAt(at) != '\'')) {
      return word;
    }
    String name = quoted(text.charAt(at)).text();
    return new Token(Kind.WORD, word.text() + name, word.position());
  }

  /** An attribute's name as a filter has it after the point: in quotes unless it is a word. */
  static String written(String attribute) {
    boolean plain = !attribute.isEmpty() && attribute.chars().allMatch(c -> isName((char) c));
    return plain ? attribute : '"' + attribute.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private char next(char c) {
    int after = at + 1;
    return c == '-' && text.charAt(after) == '.' && after + 1 < text.length()
        ? text.charAt(after + 1)
        : text.charAt(after);
  }

  private Token run(Kind kind) {
    int start = at++;
    while (at < text.length() && isName(text.charAt(at))) {
      at++;
    }
    return new Token(kind, text.substring(start, at), start + 1);
  }

  /** A backslash takes the character after it as it is. */
  private Token quoted(char quote) {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    if (at == text.length()) {
      throw new FilterFault(start + 1, "must close the text with " + quote);
    }
    at++;
    return new Token(Kind.TEXT, value.toString(), start + 1);
  }

  private Token symbol(char c) {
    int start = at++;
    boolean orEqual = at < text.length() && text.charAt(at) == '=';
    if ((c == '<' || c == '>' || c == '!') && orEqual) {
      at++;
    }
    return new Token(Kind.SYMBOL, text.substring(start, at), start + 1);
  }

  /** Whether it is one of 0 to 9. */
  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == ':';
  }
}
