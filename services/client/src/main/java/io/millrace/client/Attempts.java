package io.millrace.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.client.ServiceException.Fault;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sends a request until it is answered, refused for good, or tried often enough. Thread-safe. */
final class Attempts {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SHED = 429;
  private static final int NOT_READY = 503;

  private final HttpClient http;
  private final RetryPolicy policy;

  Attempts(HttpClient http, RetryPolicy policy) {
    this.http = http;
    this.policy = policy;
  }

  /** The answer's JSON. */
  JsonNode send(HttpRequest request) throws InterruptedException {
    return json(send(request, BodyHandlers.ofString(), text -> text));
  }

  /** The answer's lines, as they come; to be closed. */
  Stream<String> lines(HttpRequest request) throws InterruptedException {
    return send(request, BodyHandlers.ofLines(), Attempts::joined);
  }

  private static String joined(Stream<String> lines) {
    try (lines) {
      return lines.collect(Collectors.joining("\n"));
    }
  }

  /**
   * The answer's body.
   *
   * @param text of the body of a refusal
   */
  private <T> T send(HttpRequest request, BodyHandler<T> body, Function<T, String> text)
      throws InterruptedException {
    for (int failures = 1; ; failures++) {
      Duration wait = policy.delay(failures, ThreadLocalRandom.current().nextDouble());
      boolean last = failures == policy.attempts();
      try {
        HttpResponse<T> answer = http.send(request, body);
        if (answer.statusCode() < 300) {
          return answer.body();
        }
        String refusal = text.apply(answer.body());
        Duration asked = retryAfter(answer);
        if (last || !isPassing(answer) || asked.compareTo(policy.longestDelay()) > 0) {
          throw refused(request, answer.statusCode(), refusal);
        }
        wait = wait.compareTo(asked) > 0 ? wait : asked;
      } catch (IOException e) {
        if (last) {
          throw new ServiceException(
              "%s: no answer after %d attempts (%s)".formatted(request.uri(), failures, e), e);
        }
      }
      Thread.sleep(wait);
    }
  }

  private static boolean isPassing(HttpResponse<?> answer) {
    return answer.statusCode() == SHED || answer.statusCode() == NOT_READY;
  }

  /** What the service asks to wait; no time where it does not say, or not in seconds. */
  private static Duration retryAfter(HttpResponse<?> answer) {
    String asked = answer.headers().firstValue("Retry-After").orElse("");
    return asked.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(asked)) : Duration.ZERO;
  }

  private static ServiceException refused(HttpRequest request, int status, String refusal) {
    JsonNode problem = json(refusal);
    List<Fault> faults = new ArrayList<>();
    for (JsonNode fault : problem.path("faults")) {
      faults.add(
          new Fault(
              fault.path("field").asText(),
              fault.path("rule").asText(),
              fault.path("value").asText()));
    }
    String detail = problem.path("detail").asText("no reason given");
    return new ServiceException(
        status,
        problem.path("code").asText("HTTP_" + status),
        "%s: %d, %s".formatted(request.uri(), status, detail),
        faults);
  }

  private static JsonNode json(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
