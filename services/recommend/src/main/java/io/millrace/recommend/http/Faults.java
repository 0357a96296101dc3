package io.millrace.recommend.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gathers what is wrong with a request, so that it is told at once: the first {@value #MOST} faults
 * and how many more there are. One thread.
 */
public final class Faults {
  private static final int MOST = 20;

  private final List<Fault> faults = new ArrayList<>();
  private int more;
  private boolean malformed;

  /** A field that is missing, unknown or of the wrong type: status 400. */
  public void malformed(String field, String rule, String value) {
    malformed = true;
    add(field, rule, value);
  }

  /** The same, with the JSON found. */
  public void malformed(String field, String rule, JsonNode value) {
    malformed(field, rule, faults.size() < MOST ? value.toString() : "");
  }

  /** A well-formed value that breaks a rule: status 422. */
  public void invalid(String field, String rule, String value) {
    add(field, rule, value);
  }

  private void add(String field, String rule, String value) {
    if (faults.size() < MOST) {
      faults.add(new Fault(field, rule, value));
    } else {
      more++;
    }
  }

  /** Whether nothing is wrong so far. */
  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /** The first of them. */
  public List<Fault> named() {
    return List.copyOf(faults);
  }

  /** How many more there are. */
  public int more() {
    return more;
  }

  /** What they come to together. */
  public ErrorCode code() {
    return malformed ? ErrorCode.MALFORMED_REQUEST : ErrorCode.INVALID_VALUE;
  }

  /** How many there are. */
  public int count() {
    return faults.size() + more;
  }

  /**
   * Refuses the request if anything is wrong with it.
   *
   * @throws RequestFault naming the first faults, and the number of the rest
   */
  public void throwIfAny() {
    if (!faults.isEmpty()) {
      String named = faults.stream().map(Fault::toString).collect(Collectors.joining("; "));
      String rest = more == 0 ? "" : "; and %d more".formatted(more);
      throw new RequestFault(code(), named + rest, faults);
    }
  }
}
