package io.millrace.recommend.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gathers everything that is wrong with a request, so that all of it is told at once. One thread.
 */
public final class Faults {
  private final List<Fault> faults = new ArrayList<>();
  private boolean malformed;

  /** A field that is missing, unknown or of the wrong type: status 400. */
  public void malformed(String field, String rule, String value) {
    malformed = true;
    faults.add(new Fault(field, rule, value));
  }

  /** The same, with the JSON found. */
  public void malformed(String field, String rule, JsonNode value) {
    malformed(field, rule, value.toString());
  }

  /** A well-formed value that breaks a rule: status 422. */
  public void invalid(String field, String rule, String value) {
    faults.add(new Fault(field, rule, value));
  }

  /** Whether nothing is wrong so far. */
  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /**
   * Refuses the request if anything is wrong with it.
   *
   * @throws RequestFault naming every fault
   */
  public void throwIfAny() {
    if (!faults.isEmpty()) {
      ErrorCode code = malformed ? ErrorCode.MALFORMED_REQUEST : ErrorCode.INVALID_VALUE;
      throw new RequestFault(
          code, faults.stream().map(Fault::toString).collect(Collectors.joining("; ")), faults);
    }
  }
}
