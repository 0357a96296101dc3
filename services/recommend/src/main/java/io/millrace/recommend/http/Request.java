package io.millrace.recommend.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;

/** One request as endpoints see it. One thread at a time. */
public final class Request {
  private final RoutingContext context;
  private final Faults faults = new Faults();

  Request(RoutingContext context) {
    this.context = context;
  }

  /** Gathers what is wrong with this request. */
  public Faults faults() {
    return faults;
  }

  /** An id in the path, percent-decoded; faults are noted. */
  public String pathId(String name) {
    String id = context.pathParam(name);
    if (id.indexOf('\uFFFD') >= 0) {
      faults.malformed(name, "must be percent-encoded UTF-8", id);
    } else {
      IdRule.check(id, name, faults);
    }
    return id;
  }

  /** The path as it was sent. */
  public String path() {
    return context.request().path();
  }

  /**
   * The query string.
   *
   * @throws RequestFault if its percent-encoding breaks off or is none
   */
  public Parameters query() {
    try {
      return new Parameters(context.queryParams(), faults);
    } catch (HttpException undecodable) {
      @Nullable String query = context.request().query();
      throw new RequestFault(
          ErrorCode.MALFORMED_REQUEST,
          new Fault(
              "query",
              "must be percent-encoded (a percent sign is %25)",
              query == null ? "" : query));
    }
  }

  /** A header's value. */
  public @Nullable String header(String name) {
    return context.request().getHeader(name);
  }

  /**
   * The body as JSON.
   *
   * @throws RequestFault if the body is not declared to be JSON or is not
   */
  public JsonNode body() {
    requireJson(header(HttpHeaders.CONTENT_TYPE.toString()));
    var buffer = context.body().buffer();
    return Json.read(buffer == null ? new byte[0] : buffer.getBytes());
  }

  /** The fields of the body, which must be an object. */
  public Fields bodyFields() {
    return Fields.of(body(), "", faults);
  }

  /** The same, where a body may be left out: no fields then. */
  public Fields optionalBodyFields() {
    Buffer buffer = context.body().buffer();
    return buffer == null || buffer.length() == 0
        ? Fields.of(Json.object(), "", faults)
        : bodyFields();
  }

  private static void requireJson(@Nullable String contentType) {
    String bare = Ndjson.bare(contentType);
    if (!bare.equals(Json.TYPE) && !bare.endsWith("+json")) {
      throw new RequestFault(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          new Fault("Content-Type", "must be " + Json.TYPE, bare.isEmpty() ? "absent" : bare));
    }
  }
}
