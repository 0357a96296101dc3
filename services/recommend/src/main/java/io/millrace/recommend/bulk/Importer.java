package io.millrace.recommend.bulk;

import io.millrace.recommend.http.Admission;
import io.millrace.recommend.http.BodyChunks;
import io.millrace.recommend.http.BulkThreads;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Parameters;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.RequestFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Imports a body of one JSON object a line: good lines are taken though others are bad, in their
 * order, and the answer counts both and says what is wrong with the bad ones. Blank lines are
 * passed over.
 *
 * <ul>
 *   <li>200: with {@code wait=applied}, and the live state has all that was accepted
 *   <li>202: at least one line is on the topic
 *   <li>400: there is no line
 *   <li>422: no line was accepted
 *   <li>408, 413, 429, 503: ended before the end; {@code summary} says how far it came
 * </ul>
 *
 * Thread-safe.
 */
public final class Importer<T> {
  private final LineFormat<T> format;
  private final int lineLimit;

  /**
   * Imports lines of this format.
   *
   * @param lineLimit most bytes of a line
   */
  public Importer(LineFormat<T> format, int lineLimit) {
    this.format = format;
    this.lineLimit = lineLimit;
  }

  /**
   * Reads the body to its end.
   *
   * @param sender pays for the lines as {@link LineToll} says
   * @param place left while it waits for that
   */
  public Reply answer(Request request, BodyChunks body, Admission sender, BulkThreads.Place place)
      throws InterruptedException {
    Parameters query = request.query();
    boolean wait = query.word("wait", List.of("applied")) != null;
    query.done();
    requirePlain(request);
    request.faults().throwIfAny();
    ImportReport report = new ImportReport(wait);
    LineToll toll =
        new LineToll(
            sender::refusedUse, time -> place.rest(time, body.left().minus(time)), body::left);
    LineImport<T> lines = new LineImport<>(format, report, lineLimit, body, toll);
    @Nullable RequestFault broken = readAll(body, lines);
    lines.settle();
    return reply(report, broken);
  }

  private static void requirePlain(Request request) {
    String encoding = request.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new RequestFault(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          new Fault("Content-Encoding", "must be absent or identity", encoding));
    }
  }

  /** What ended it before its end, or null. */
  private @Nullable RequestFault readAll(BodyChunks body, LineImport<T> lines)
      throws InterruptedException {
    LineSplitter splitter = new LineSplitter(lineLimit, lines);
    try {
      for (byte[] bytes = body.next(); bytes != null; bytes = body.next()) {
        splitter.feed(bytes);
      }
      splitter.end();
      return null;
    } catch (RequestFault e) {
      return e;
    }
  }

  private static Reply reply(ImportReport report, @Nullable RequestFault broken) {
    RequestFault failure = report.failure();
    RequestFault ended = broken == null ? failure : broken;
    if (ended == null && report.accepted() == 0) {
      ended = nothing(report);
    }
    if (ended != null) {
      return Reply.problem(ended, "summary", report.json());
    }
    return Reply.json(report.applied() ? 200 : 202, report.json());
  }

  private static RequestFault nothing(ImportReport report) {
    if (report.lines() == 0) {
      return new RequestFault(
          ErrorCode.MALFORMED_REQUEST,
          new Fault("body", "must have at least one line that is not blank", "none"));
    }
    List<Fault> faults = report.faults();
    return new RequestFault(
        ErrorCode.NOTHING_ACCEPTED,
        "none of %d lines: %s".formatted(report.lines(), faults.getFirst()),
        faults);
  }
}
