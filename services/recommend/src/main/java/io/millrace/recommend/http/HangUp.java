package io.millrace.recommend.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/** Ends connections of clients with whom nothing more can be agreed. Thread-safe. */
public final class HangUp {
  private HangUp() {}

  /**
   * Closes the connection at once. To close it in good order would be to send first what waits to
   * be sent, which a client that reads nothing puts off for ever.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to be told
  public static void on(HttpConnection connection) {
    if (connection instanceof HttpServerConnection server) {
      server.channelHandlerContext().channel().close();
    } else {
      connection.close();
    }
  }
}
