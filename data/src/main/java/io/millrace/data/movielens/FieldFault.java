package io.millrace.data.movielens;

/** A field of a line that breaks its rule; caught where the file and the line are known. */
final class FieldFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 80;

  private final String field;
  private final String rule;
  private final String value;

  FieldFault(String field, String rule, String value) {
    super(field + ": " + rule, null, false, false);
    this.field = field;
    this.rule = rule;
    this.value = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
  }

  String field() {
    return field;
  }

  String rule() {
    return rule;
  }

  String value() {
    return value;
  }
}
