package io.millrace.runtime;

/**
 * A mistake that the user can mend: the message names the field, the rule, the value and what to do
 * next. The command line prints the message alone, without a stack trace, and exits with code 2.
 */
public class UserFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A mistake of the user.
   *
   * @param message field, rule, value, and what to do next
   */
  public UserFault(String message) {
    super(message);
  }

  /**
   * A mistake of the user, found by way of another exception.
   *
   * @param message field, rule, value, and what to do next
   */
  public UserFault(String message, Throwable cause) {
    super(message, cause);
  }
}
