package io.millrace.recommend.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lines of JSON: who sends them, and who asks for them. */
public final class Ndjson {
  /** As it is answered. */
  static final String TYPE = "application/x-ndjson";

  private static final List<String> TYPES =
      List.of(TYPE, "application/ndjson", "application/jsonl");

  private Ndjson() {}

  /** Whether the body is declared to be lines. */
  static boolean isSent(HttpServerRequest request) {
    return TYPES.contains(bare(request.getHeader("Content-Type")));
  }

  /**
   * Whether the answer should be lines: {@code format=ndjson}, or the type is accepted and {@code
   * application/json} is not, which clients made from the document name side by side.
   */
  static boolean isAskedFor(RoutingContext context) {
    List<String> format = context.queryParam("format");
    return format.isEmpty()
        ? onlyLinesAccepted(context.request().getHeader("Accept"))
        : format.contains("ndjson");
  }

  private static boolean onlyLinesAccepted(@Nullable String accept) {
    List<String> accepted =
        accept == null ? List.of() : Stream.of(accept.split(",", -1)).map(Ndjson::bare).toList();
    return TYPES.stream().anyMatch(accepted::contains) && !accepted.contains(Json.TYPE);
  }

  /** The type of a body that is none of those taken. */
  public static RequestFault otherType(Request request) {
    String type = bare(request.header("Content-Type"));
    return new RequestFault(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        new Fault("Content-Type", "must be " + TYPE, type.isEmpty() ? "absent" : type));
  }

  /** A media type without parameters, in lower case; empty where absent. */
  static String bare(@Nullable String mediaType) {
    String type = mediaType == null ? "" : mediaType.toLowerCase(Locale.ROOT);
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).trim();
  }
}
