package io.millrace.recommend.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose pages may ask. Browsers tell the page's host in the header {@code Origin}; who sends no
 * such header is no browser, and passes.
 *
 * <p>Pages of other hosts can neither open WebSockets here nor change anything: browsers send such
 * requests without asking. Nor are they given what they read, unless their origin is among those
 * allowed: these get the headers of CORS (Fetch standard, section 3.2), never with credentials of
 * the browser's own.
 */
final class Origins {
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private static final String KEY = Origins.class.getName();

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** How long a browser may remember that it was allowed, seconds. */
  private static final String REMEMBERED = "600";

  private final Set<String> allowed;

  /**
   * Allows these beside the host that is asked.
   *
   * @param allowed such as {@code https://shop.example}
   */
  Origins(List<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /**
   * Lets the request on: one that is to be refused for its origin, to the {@link Gate} of the
   * endpoint that it asks for, which does so and knows what is to be told of it.
   */
  void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin = request.getHeader("Origin");
    if (origin == null) {
      context.next();
    } else if (allowed.contains(origin.toLowerCase(Locale.ROOT))) {
      allow(context, origin);
    } else {
      if (guarded(request) && !sameHost(origin, request.authority())) {
        context.put(KEY, foreign(origin));
      }
      context.next();
    }
  }

  /** Why a checked request is to be refused for its origin, or null. */
  static @Nullable RequestFault refusal(RoutingContext context) {
    return context.get(KEY);
  }

  private static RequestFault foreign(String origin) {
    return new RequestFault(
        ErrorCode.CROSS_ORIGIN,
        new Fault("Origin", "must be of the host asked", origin),
        "ask from a page of this service, or without the header; or allow it"
            + " (recommend.access.allowed_origins)");
  }

  private static void allow(RoutingContext context, String origin) {
    HttpServerResponse response = context.response();
    response
        .putHeader("Access-Control-Allow-Origin", origin)
        .putHeader("Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate")
        .putHeader("Vary", "Origin");
    String wanted = context.request().getHeader("Access-Control-Request-Method");
    if (wanted == null || !context.request().method().equals(HttpMethod.OPTIONS)) {
      context.next();
      return;
    }
    response
        .putHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE")
        .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Api-Key")
        .putHeader("Access-Control-Max-Age", REMEMBERED)
        .setStatusCode(204)
        .end();
  }

  private static boolean guarded(HttpServerRequest request) {
    return !READING.contains(request.method())
        || "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  /**
   * Whether the origin's host and port are those asked; an origin without a host is another. Who
   * names no port means that of the origin's scheme: a proxy may speak another one to us.
   */
  static boolean sameHost(String origin, @Nullable HostAndPort asked) {
    int scheme = origin.indexOf("://");
    if (scheme < 0 || asked == null) {
      return false;
    }
    int usual = origin.regionMatches(true, 0, "https:", 0, 6) ? HTTPS : HTTP;
    HostAndPort from = HostAndPort.parseAuthority(origin.substring(scheme + 3), usual);
    return from != null
        && from.host().equalsIgnoreCase(asked.host())
        && from.port() == (asked.port() > 0 ? asked.port() : usual);
  }
}
