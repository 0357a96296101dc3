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
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

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
    for (int failures = 1; ; failures++) {
      Duration wait = policy.delay(failures, ThreadLocalRandom.current().nextDouble());
      boolean last = failures == policy.attempts();
      try {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() < 300) {
          return json(answer.body());
        }
        Duration asked = retryAfter(answer);
        if (last || !isPassing(answer) || asked.compareTo(policy.longestDelay()) > 0) {
          throw refused(request, answer);
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

  private static ServiceException refused(HttpRequest request, HttpResponse<String> answer) {
    JsonNode problem = json(answer.body());
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
        answer.statusCode(),
        problem.path("code").asText("HTTP_" + answer.statusCode()),
        "%s: %d, %s".formatted(request.uri(), answer.statusCode(), detail),
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
