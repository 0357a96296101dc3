package io.millrace.standalone.check;

import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Subscribes to a user on {@code /v1/stream} and waits for a list. */
final class StreamCheck {
  private static final String ENDPOINT = "WS   /v1/stream";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Api api;
  private final String user;

  StreamCheck(Api api, String user) {
    this.api = api;
    this.user = user;
  }

  Checks.Outcome run() throws InterruptedException {
    long begin = System.nanoTime();
    Listener listener = new Listener();
    try {
      WebSocket socket =
          api.client()
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create(api.base().replaceFirst("^http", "ws") + "/v1/stream"), listener)
              .join();
      socket.sendText("{\"subscribe\":{\"userId\":\"" + user + "\",\"n\":5}}", true).join();
      String heard = listener.awaitItems();
      socket.abort();
      double millis = (System.nanoTime() - begin) / 1e6;
      boolean ok = heard.contains("\"items\"");
      return new Checks.Outcome(ENDPOINT, ok, ok ? "a list was pushed" : heard, millis);
    } catch (CompletionException e) {
      return new Checks.Outcome(
          ENDPOINT, false, String.valueOf(e.getCause()), (System.nanoTime() - begin) / 1e6);
    }
  }

  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();

    /** The first message with items, or what was heard last. */
    String awaitItems() throws InterruptedException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      String last = "nothing was pushed within " + PATIENCE.toSeconds() + " s";
      for (long left = PATIENCE.toNanos(); left > 0; left = end - System.nanoTime()) {
        @Nullable String message = heard.poll(left, TimeUnit.NANOSECONDS);
        if (message == null) {
          return last;
        }
        last = message;
        if (message.contains("\"items\"")) {
          return message;
        }
      }
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
