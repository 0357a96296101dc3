package io.millrace.recommend.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.Duration;

/**
 * Ends a request whose body does not come to its end in time, however many bytes of it keep coming.
 * Comes before what reads the body. Thread-safe.
 */
final class BodyDeadline implements PlatformHandler {
  private final Duration timeout;

  BodyDeadline(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public void handle(RoutingContext context) {
    if (hasBody(context.request())) {
      long timer = context.vertx().setTimer(timeout.toMillis(), late -> end(context));
      context.addEndHandler(done -> context.vertx().cancelTimer(timer));
    }
    context.next();
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
        : !length.equals("0");
  }

  private void end(RoutingContext context) {
    if (context.request().isEnded() || context.response().ended()) {
      return; // it has come, and what is made of it takes its time
    }
    context.response().putHeader("Connection", "close");
    Routes.refuse(
        context,
        new RequestFault(
            ErrorCode.REQUEST_TIMEOUT,
            new Fault(
                "body",
                "must come within %d ms (recommend.body_timeout)".formatted(timeout.toMillis()),
                context.request().bytesRead() + " bytes until then")));
    context.request().connection().close();
  }
}
