package io.millrace.recommend.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request tells of who sent it.
 *
 * @param secret the key, or null
 * @param local whether it comes from this machine
 * @param peer the address it came from
 */
record Credentials(@Nullable String secret, boolean local, String peer) {
  /** What the service speaks over a WebSocket; asked for beside the key. */
  static final String SUBPROTOCOL = "millrace";

  private static final String BEARER = "bearer ";
  private static final String KEY_PROTOCOL = SUBPROTOCOL + ".key.";

  /** A request with one of these came over a proxy, which may be on this machine. */
  private static final List<String> OF_PROXIES =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

  /** Under another name a page of another host may have led a browser here (DNS rebinding). */
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "[::1]");

  /** Four numbers: a name of letters, hexadecimal ones too, would be looked up. */
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /** Those of a request. */
  static Credentials of(HttpServerRequest request) {
    @Nullable String peer = request.remoteAddress().hostAddress();
    return new Credentials(
        secret(request),
        isLoopback(peer) && !isForwarded(request) && namesThisMachine(request),
        peer == null ? "" : peer);
  }

  /** {@code Authorization: Bearer}, {@code X-Api-Key}, or what a browser's WebSocket can send. */
  private static @Nullable String secret(HttpServerRequest request) {
    String authorization = request.getHeader("Authorization");
    if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return authorization.substring(BEARER.length()).strip();
    }
    String key = request.getHeader("X-Api-Key");
    return key == null ? ofProtocol(request.getHeader("Sec-WebSocket-Protocol")) : key.strip();
  }

  private static @Nullable String ofProtocol(@Nullable String protocols) {
    if (protocols == null) {
      return null;
    }
    for (String protocol : protocols.split(",", -1)) {
      if (protocol.strip().startsWith(KEY_PROTOCOL)) {
        return protocol.strip().substring(KEY_PROTOCOL.length());
      }
    }
    return null;
  }

  private static boolean isForwarded(HttpServerRequest request) {
    return OF_PROXIES.stream().anyMatch(name -> request.getHeader(name) != null);
  }

  private static boolean namesThisMachine(HttpServerRequest request) {
    if (request.authority() == null) {
      return true; // no browser leaves it out
    }
    String host = request.authority().host().toLowerCase(Locale.ROOT);
    return LOCAL_NAMES.contains(host) || (IPV4.matcher(host).matches() && isLoopback(host));
  }

  /** Only addresses come here, so nothing is looked up. */
  private static boolean isLoopback(@Nullable String address) {
    try {
      return address != null && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
