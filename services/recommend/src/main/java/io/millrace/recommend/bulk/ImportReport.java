package io.millrace.recommend.bulk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.RequestFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of an import's lines, and keeps the first {@value #MOST} faults. Thread-safe:
 * lines are read by one thread, what becomes of them is told by others.
 */
final class ImportReport {
  private static final int MOST = 100;

  private final boolean wait;
  private final List<LineFault> faults = new ArrayList<>();
  private long lines;
  private long accepted;
  private long refused;
  private long moreFaults;
  private boolean pending;
  private @Nullable RequestFault failure;

  /**
   * Nothing read yet.
   *
   * @param wait whether it is to be told if the live state has them
   */
  ImportReport(boolean wait) {
    this.wait = wait;
  }

  /** A line that is not blank has been read. */
  synchronized void read() {
    lines++;
  }

  /** A line cannot be taken. */
  synchronized void refuse(long line, ErrorCode code, Fault fault) {
    refused++;
    note(new LineFault(line, code, fault));
  }

  /** A line cannot be taken for all these. */
  synchronized void refuse(long line, Faults found) {
    refused++;
    found.named().forEach(fault -> note(new LineFault(line, found.code(), fault)));
    moreFaults += found.more();
  }

  /** A line is on the topic, and may have been refused or applied by the stream. */
  synchronized void settle(long line, LineOutcome outcome) {
    String rejection = outcome.rejection();
    if (rejection != null) {
      int colon = rejection.indexOf(": ");
      String rule = rejection.substring(colon < 0 ? 0 : colon + 2);
      String value = colon < 0 ? "" : rejection.substring(0, colon);
      refuse(line, ErrorCode.EVENT_REJECTED, new Fault("event", rule, value));
    } else {
      accepted++;
      pending |= !outcome.applied();
    }
  }

  /** Nothing more can be written; the first reason holds. */
  synchronized void fail(RequestFault reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  /** Why nothing more can be written, or null. */
  synchronized @Nullable RequestFault failure() {
    return failure;
  }

  /** Whether to wait until the live state has what is written: once was too long is enough. */
  synchronized boolean waits() {
    return wait && !pending;
  }

  /** Whether all that was accepted is known to be in the live state. */
  synchronized boolean applied() {
    return wait && !pending;
  }

  /** Lines read that are not blank. */
  synchronized long lines() {
    return lines;
  }

  /** Lines on the topic. */
  synchronized long accepted() {
    return accepted;
  }

  /** The first faults, by line, as a problem has them. */
  synchronized List<Fault> faults() {
    return inOrder().stream().map(LineFault::asFault).toList();
  }

  /** As the API answers it. */
  synchronized ObjectNode json() {
    ObjectNode node =
        Json.object().put("lines", lines).put("accepted", accepted).put("refused", refused);
    if (wait) {
      node.put("applied", applied());
    }
    ArrayNode list = node.putArray("faults");
    inOrder().forEach(fault -> list.add(fault.json()));
    return node.put("moreFaults", moreFaults);
  }

  private void note(LineFault fault) {
    if (faults.size() < MOST) {
      faults.add(fault);
    } else {
      moreFaults++;
    }
  }

  private List<LineFault> inOrder() {
    return faults.stream().sorted(Comparator.comparingLong(LineFault::line)).toList();
  }
}
