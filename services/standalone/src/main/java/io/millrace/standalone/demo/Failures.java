package io.millrace.standalone.demo;

import io.millrace.standalone.check.Api;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts by their reason what could not be measured. Thread-safe. */
final class Failures {
  private final SortedMap<String, Long> reasons = new TreeMap<>();

  /**
   * One more.
   *
   * @param reason what was there, and what was wanted
   */
  synchronized void add(String reason) {
    reasons.merge(reason, 1L, Long::sum);
  }

  /** An answer that is not the one that was wanted. */
  void add(Api.Answer answer, String wanted) {
    String code = answer.json().path("code").asText();
    add(
        "answered %d%s, wanted %s"
            .formatted(answer.status(), code.isEmpty() ? "" : " " + code, wanted));
  }

  /** How often each reason was met. */
  synchronized SortedMap<String, Long> reasons() {
    return new TreeMap<>(reasons);
  }
}
