package io.millrace.trainer.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers as MLflow's REST interface 2.0 does, and remembers what it was asked. */
final class MlflowStub implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/2.0/mlflow/";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Manner manner;

  /** How it behaves. */
  enum Manner {
    KNOWS_EXPERIMENT,
    KNOWS_NO_EXPERIMENT,
    FAILS,
    NEVER_ANSWERS
  }

  /** What was asked: path below the interface's root, query, and body (empty object of a GET). */
  record Request(String method, String path, String query, JsonNode body) {}

  MlflowStub(Manner manner) throws IOException {
    this.manner = manner;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  List<Request> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = exchange.getRequestURI().getQuery();
    byte[] body = exchange.getRequestBody().readAllBytes();
    String below = path.startsWith(API) ? path.substring(API.length()) : path;
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            below,
            query == null ? "" : query,
            body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body)));
    switch (manner) {
      case FAILS -> reply(exchange, 500, "{\"error_code\": \"INTERNAL_ERROR\"}");
      case NEVER_ANSWERS -> waitForTheEnd(exchange);
      case KNOWS_EXPERIMENT, KNOWS_NO_EXPERIMENT -> reply(exchange, below);
    }
  }

  private void waitForTheEnd(HttpExchange exchange) {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private void reply(HttpExchange exchange, String path) throws IOException {
    switch (path) {
      case "experiments/get-by-name" -> {
        if (manner == Manner.KNOWS_EXPERIMENT) {
          reply(exchange, 200, "{\"experiment\": {\"experiment_id\": \"7\", \"name\": \"e\"}}");
        } else {
          reply(exchange, 404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"\"}");
        }
      }
      case "experiments/create" -> reply(exchange, 200, "{\"experiment_id\": \"8\"}");
      case "runs/create" ->
          reply(exchange, 200, "{\"run\": {\"info\": {\"run_id\": \"r1\", \"run_uuid\": \"r1\"}}}");
      case "runs/log-batch", "runs/update" -> reply(exchange, 200, "{}");
      default -> reply(exchange, 404, "{\"error_code\": \"ENDPOINT_NOT_FOUND\"}");
    }
  }

  private static void reply(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
