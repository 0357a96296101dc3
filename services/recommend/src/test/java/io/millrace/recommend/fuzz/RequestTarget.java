package io.millrace.recommend.fuzz;

import io.millrace.fuzzing.FuzzTarget;
import io.millrace.recommend.contract.AnswerContract;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests of the REST API: path, query and body of every operation, against the whole service over
 * HTTP. An input is a line with method, path with query, and what the body is declared to be after
 * {@code application/}, and then the body. No answer may be a 5xx, but 503 where all items were
 * deleted, and of readiness; each has to be as the OpenAPI document says.
 */
public final class RequestTarget implements FuzzTarget {
  /** Refused before there is an operation that the document could say it of. */
  private static final Set<Integer> BEFORE_ROUTING = Set.of(414, 431);

  private static final int LOADING = 503;

  /** There is no trained model here, and it says so. */
  private static final String READINESS = "/health/ready";

  private final RenewedService service = new RenewedService();
  private @Nullable Wire wire;

  @Override
  public List<byte[]> seeds() {
    return new RequestSeeds().all();
  }

  @Override
  public List<String> words() {
    return List.of(
        "GET",
        "PUT",
        "POST",
        "DELETE",
        "HEAD",
        "x-ndjson",
        "?",
        "&",
        "%00",
        "%FF",
        "%2F",
        "null",
        "n=",
        "wait=applied",
        "filter=",
        "cursor=",
        "\"",
        "[",
        "{",
        "1e999",
        "\\ud800",
        "-1");
  }

  @Override
  public boolean take(byte[] input) throws IOException {
    if (service.next()) {
      hangUp();
    }
    WireRequest request = WireRequest.of(input);
    WireAnswer answer = exchange(request);
    if (answer.status() == LOADING && service.isBare()) {
      renew();
      return false;
    }
    if (answer.status() == LOADING && request.path().equals(READINESS)) {
      return true;
    }
    require(request, answer);
    return answer.status() < 400;
  }

  private static void require(WireRequest request, WireAnswer answer) {
    if (answer.status() >= 500) {
      throw new AssertionError("answered %d: %s".formatted(answer.status(), answer.body()));
    }
    if (answer.body().contains("Exception") && answer.status() >= 400) {
      throw new AssertionError("tells of the inside: " + answer.body());
    }
    if (!BEFORE_ROUTING.contains(answer.status())) {
      AnswerContract.require(
          request.method(), request.path(), answer.status(), answer.type(), answer.body());
    }
  }

  private WireAnswer exchange(WireRequest request) throws IOException {
    Wire open = wire == null ? new Wire(service.port()) : wire;
    wire = open;
    open.send(request.bytes());
    WireAnswer answer = WireAnswer.read(open.in(), request.method());
    if (answer.isLast()) {
      hangUp();
    }
    return answer;
  }

  private void hangUp() throws IOException {
    if (wire != null) {
      wire.close();
      wire = null;
    }
  }

  @Override
  public void renew() throws IOException {
    hangUp();
    service.renew();
  }

  @Override
  public void close() throws IOException {
    hangUp();
    service.close();
  }
}
