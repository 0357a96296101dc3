package io.millrace.recommend.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other hosts from opening WebSockets here and from changing anything: browsers send
 * such requests without asking, and tell the page's host in the header {@code Origin}. Who sends no
 * such header is no browser, and passes.
 */
final class SameOrigin {
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private SameOrigin() {}

  /** Refuses the request, or lets it on. */
  static void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin = request.getHeader("Origin");
    if (origin == null || !guarded(request) || sameHost(origin, request.authority())) {
      context.next();
      return;
    }
    Routes.refuse(
        context,
        new RequestFault(
            ErrorCode.CROSS_ORIGIN,
            new Fault("Origin", "must be of the host asked", origin),
            "ask from a page of this service, or without the header"));
  }

  private static boolean guarded(HttpServerRequest request) {
    return !READING.contains(request.method())
        || "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  /** Whether the origin's host is the one asked; an origin without a host is another. */
  static boolean sameHost(String origin, @Nullable HostAndPort asked) {
    int scheme = origin.indexOf("://");
    if (scheme < 0 || asked == null) {
      return false;
    }
    HostAndPort from = HostAndPort.parseAuthority(origin.substring(scheme + 3), -1);
    return from != null && from.host().equalsIgnoreCase(asked.host());
  }
}
