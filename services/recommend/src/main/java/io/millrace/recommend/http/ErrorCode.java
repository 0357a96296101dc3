package io.millrace.recommend.http;

/** Why a request was refused: a stable code, its HTTP status and a title for people. */
public enum ErrorCode {
  /** The body is not JSON. */
  INVALID_JSON(400, "The body is not valid JSON"),
  /** A field or parameter is missing, unknown or of the wrong type. */
  MALFORMED_REQUEST(400, "The request is malformed"),
  /** The body broke off. */
  INCOMPLETE_BODY(400, "The body is incomplete"),
  /** No key came with the request. */
  KEY_REQUIRED(401, "An API key is required"),
  /** The key is none, was revoked or has expired. */
  KEY_UNKNOWN(401, "The API key is not known"),
  /** The key does not allow it. */
  SCOPE_MISSING(403, "The API key does not allow this"),
  /** There are no keys, and the request comes from another machine. */
  ADMIN_CLOSED(403, "Closed to other machines"),
  /** Sent by a page of another host. */
  CROSS_ORIGIN(403, "Not from another origin"),
  /** No such path. */
  UNKNOWN_PATH(404, "No such path"),
  /** No such item. */
  UNKNOWN_ITEM(404, "No such item"),
  /** No such user. */
  UNKNOWN_USER(404, "No such user"),
  /** No such generation on the topics. */
  UNKNOWN_MODEL(404, "No such model"),
  /** No such experiment under way. */
  UNKNOWN_EXPERIMENT(404, "No such experiment"),
  /** The path exists, the method does not. */
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  /** The body did not come in time. */
  REQUEST_TIMEOUT(408, "The request took too long"),
  /** The generation is there, and cannot serve. */
  MODEL_UNAVAILABLE(409, "The model cannot serve"),
  /** Experiments of a layer share no user, and there are not enough left. */
  EXPERIMENTS_OVERLAP(409, "The layer has no room"),
  /** The body is larger than the limit. */
  BODY_TOO_LARGE(413, "The body is too large"),
  /** The request line is longer than the limit. */
  URI_TOO_LONG(414, "The address is too long"),
  /** A line of an import is longer than the limit. */
  LINE_TOO_LONG(413, "The line is too long"),
  /** The body is not declared to be of a type that is read here. */
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
  /** Well-formed, but a value breaks a rule. */
  INVALID_VALUE(422, "A value is invalid"),
  /** Each line of an import was refused. */
  NOTHING_ACCEPTED(422, "No line was accepted"),
  /** The stream refused the event. */
  EVENT_REJECTED(422, "The event was rejected"),
  /** The path is a WebSocket's. */
  UPGRADE_REQUIRED(426, "A WebSocket is required"),
  /** The headers are larger than the limit. */
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  /** More requests than the service can answer. */
  OVERLOADED(429, "Too many requests at the moment"),
  /** The key was used too often. */
  RATE_LIMITED(429, "Too many requests with this key"),
  /** There is no catalogue yet. */
  LOADING(503, "Not ready yet"),
  /** Kafka did not take the record. */
  LOG_UNAVAILABLE(503, "The event log is not reachable"),
  /** A fault of ours. */
  INTERNAL(500, "Internal error");

  private final int status;
  private final String title;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** Whether asking again later may help. */
  public boolean retryable() {
    return status == 429 || status == 503;
  }
}
