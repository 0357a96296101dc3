package io.millrace.recommend.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * What every answer tells browsers: not to guess its type, not to frame it, not to keep it, not to
 * tell others where they came from; and over TLS not to ask again without. Pages say their own of
 * policy and keeping.
 */
final class SecurityHeaders {
  private static final String TWO_YEARS = "max-age=63072000";

  private final boolean secure;

  /**
   * For every answer.
   *
   * @param secure whether it goes over TLS
   */
  SecurityHeaders(boolean secure) {
    this.secure = secure;
  }

  /** Adds them. */
  void add(RoutingContext context) {
    HttpServerResponse response = context.response();
    response
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Cache-Control", "no-store");
    if (secure) {
      response.putHeader("Strict-Transport-Security", TWO_YEARS);
    }
    context.next();
  }
}
