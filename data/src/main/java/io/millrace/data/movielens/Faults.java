package io.millrace.data.movielens;

import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetFault.Reason;
import io.millrace.data.MalformedLine;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the malformed lines of one reading of one file. Not thread-safe. */
final class Faults {
  /** More than so many malformed lines mean that it is another kind of file. */
  static final int MOST = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final int RAW = 1 << 16;
  private static final int LOGGED = 5;

  private final String place;
  private final Tolerance tolerance;
  private final List<MalformedLine> lines = new ArrayList<>();

  Faults(String place, Tolerance tolerance) {
    this.place = place;
    this.tolerance = tolerance;
  }

  /**
   * Takes note of a line.
   *
   * @throws DatasetFault if malformed lines are not tolerated, or no longer
   */
  void add(long number, String raw, FieldFault fault) {
    String kept = raw.length() > RAW ? raw.substring(0, RAW) : raw;
    MalformedLine line =
        new MalformedLine(place, number, fault.field(), fault.rule(), fault.value(), kept);
    if (!tolerance.skips()) {
      throw new DatasetFault(
          Reason.MALFORMED, line.message() + "; correct the line or skip malformed lines");
    }
    lines.add(line);
    tolerance.told().accept(line);
    if (lines.size() <= LOGGED) {
      LOG.warn("Skipped: {}", line.message());
    }
    if (lines.size() > MOST) {
      throw new DatasetFault(
          Reason.MALFORMED,
          "%s: must have at most %d malformed lines, has more; first: %s; is it the right file?"
              .formatted(place, MOST, lines.getFirst().message()));
    }
  }

  /** Says how many there were, once the file is read. */
  void finish() {
    if (!lines.isEmpty()) {
      LOG.warn("{}: {} malformed lines skipped", place, lines.size());
    }
  }

  List<MalformedLine> lines() {
    return lines;
  }
}
