package io.millrace.client;

import java.util.List;

/** The service refused a request, or could not be reached as often as it was tried. */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient List<Fault> faults;

  /**
   * What is wrong with a part of a request.
   *
   * @param field its name
   * @param rule that it breaks
   * @param value that it has
   */
  public record Fault(String field, String rule, String value) {}

  ServiceException(int status, String code, String message, List<Fault> faults) {
    super(message);
    this.status = status;
    this.code = code;
    this.faults = List.copyOf(faults);
  }

  ServiceException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
    this.code = "UNREACHABLE";
    this.faults = List.of();
  }

  /** HTTP status; 0 where no answer came. */
  public int status() {
    return status;
  }

  /** The service's stable code, {@code UNREACHABLE} where no answer came. */
  public String code() {
    return code;
  }

  /** Everything that is wrong with the request, as far as the service named it. */
  public List<Fault> faults() {
    return faults;
  }
}
