package io.millrace.model.filter;

/** A text that is no filter. Has no stack trace: it is an answer to the author, not a bug. */
public final class FilterFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final String rule;

  /**
   * A fault.
   *
   * @param position of the character where it begins, 1 is the first
   * @param rule what must be there
   */
  FilterFault(int position, String rule) {
    super("at character %d: %s".formatted(position, rule), null, false, false);
    this.position = position;
    this.rule = rule;
  }

  /** The character where it begins; 1 is the first. */
  public int position() {
    return position;
  }

  /** What must be there. */
  public String rule() {
    return rule;
  }
}
