package io.millrace.standalone.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.runtime.IoReason;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Subscribes to a user on {@code /v1/stream}, subscribes again with a filter, sends an event there,
 * waits for the list that it changes, which the filter still holds for, and unsubscribes. One
 * thread, one use.
 */
final class StreamCheck {
  private static final String ENDPOINT = "WS   /v1/stream ";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Api api;
  private final String user;
  private final List<Checks.Outcome> outcomes = new ArrayList<>();

  StreamCheck(Api api, String user) {
    this.api = api;
    this.user = user;
  }

  /** One outcome for each message sent; ends at the first that fails. */
  List<Checks.Outcome> run() throws InterruptedException {
    long begin = System.nanoTime();
    try {
      converse();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      outcomes.add(outcome("connect", false, IoReason.of(cause), begin));
    }
    return List.copyOf(outcomes);
  }

  private void converse() throws InterruptedException {
    Listener listener = new Listener();
    URI address = URI.create(api.base().replaceFirst("^http", "ws") + "/v1/stream");
    WebSocket socket = api.webSocket().buildAsync(address, listener).join();
    try {
      Exchange exchange = new Exchange(socket, listener);
      JsonNode list =
          exchange.ask("subscribe", "{\"userId\":\"%s\",\"n\":5}", "recommendations", "subscribed");
      String item = list.at("/items/0/itemId").asText("1").replace("%", "%%");
      String filtered =
          "{\"userId\":\"%s\",\"n\":5,\"seen\":\"include\",\"filter\":\"itemId = '" + item + "'\"}";
      exchange.askFiltered("subscribe", filtered, "subscribed");
      String event = "{\"userId\":\"%s\",\"itemId\":\"" + item + "\",\"rating\":5}";
      exchange.askFiltered("event", event, "user");
      exchange.ask("unsubscribe", "{\"userId\":\"%s\"}", "unsubscribed", "");
    } finally {
      socket.abort();
    }
  }

  private static Checks.Outcome outcome(String step, boolean ok, String detail, long begin) {
    return new Checks.Outcome(ENDPOINT + step, ok, detail, (System.nanoTime() - begin) / 1e6);
  }

  /** Sends and waits; passes over everything once something has failed. */
  private final class Exchange {
    private final WebSocket socket;
    private final Listener listener;
    private boolean failed;

    Exchange(WebSocket socket, Listener listener) {
      this.socket = socket;
      this.listener = listener;
    }

    /** As {@link #ask}, for a list that a filter leaves one item of. */
    void askFiltered(String step, String body, String cause) throws InterruptedException {
      ask(step, body, "recommendations", cause, list -> list.path("items").size() == 1);
    }

    /**
     * Sends {@code {"step":body}}.
     *
     * @param body with a place for the user
     * @param type of the message that must come
     * @param cause likewise; empty for none
     */
    JsonNode ask(String step, String body, String type, String cause) throws InterruptedException {
      return ask(step, body, type, cause, message -> true);
    }

    private JsonNode ask(
        String step, String body, String type, String cause, Predicate<JsonNode> rule)
        throws InterruptedException {
      long begin = System.nanoTime();
      if (!failed) {
        String message = "{\"%s\":%s}".formatted(step, body.formatted(user));
        socket.sendText(message, true).join();
      }
      JsonNode heard = failed ? Api.json("") : listener.await(type, cause);
      boolean ok = heard.path("type").asText().equals(type) && rule.test(heard);
      if (!failed) {
        outcomes.add(outcome(step, ok, ok ? type : listener.last(), begin));
      }
      failed |= !ok;
      return heard;
    }
  }

  private static final class Listener implements WebSocket.Listener {
    private static final int SHOWN = 160;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private String last = "";

    /** The first message of the type and cause; missing where an error or nothing comes. */
    JsonNode await(String type, String cause) throws InterruptedException {
      last = "nothing came within " + PATIENCE.toSeconds() + " s";
      long end = System.nanoTime() + PATIENCE.toNanos();
      for (long left = PATIENCE.toNanos(); left > 0; left = end - System.nanoTime()) {
        @Nullable String message = heard.poll(left, TimeUnit.NANOSECONDS);
        if (message == null) {
          break;
        }
        last = message.substring(0, Math.min(SHOWN, message.length()));
        JsonNode json = Api.json(message);
        String said = json.path("type").asText();
        if (said.equals("error")) {
          break;
        }
        if (said.equals(type) && json.path("cause").asText().equals(cause)) {
          return json;
        }
      }
      return Api.json("");
    }

    /** What was heard last, shortened. */
    String last() {
      return last;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean end) {
      partial.append(data);
      if (end) {
        heard.add(partial.toString());
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
