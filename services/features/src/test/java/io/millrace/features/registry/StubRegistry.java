package io.millrace.features.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A registry that answers what it is told to. */
final class StubRegistry implements AutoCloseable {
  /** What it says where it has no schema of an id. */
  static final Reply NO_SUCH_SCHEMA =
      new Reply(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

  private final HttpServer server;
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile @Nullable Reply always;
  private volatile String authorization = "";

  record Reply(int status, String body) {}

  StubRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void put(int id, String avro) {
    reply(id, new Reply(200, "{\"schema\":" + quoted(avro) + "}"));
  }

  void reply(int id, Reply reply) {
    replies.put("/schemas/ids/" + id, reply);
  }

  /** Says the same to everything; null: goes by ids again. */
  void always(@Nullable Reply reply) {
    always = reply;
  }

  List<String> asked() {
    return asked;
  }

  String authorization() {
    return authorization;
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    Reply said = always;
    Reply reply = said == null ? replies.getOrDefault(path, NO_SUCH_SCHEMA) : said;
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
