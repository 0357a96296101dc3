package io.millrace.recommend.tracing;

import io.millrace.recommend.state.LiveState;
import io.millrace.runtime.kafka.TopicFollower.Handler;
import io.millrace.runtime.tracing.Tracing;
import io.millrace.schemas.Topics;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of how a traced event is applied to the live state, and remembers it until the
 * user's next answer, which it has changed. Thread-safe.
 *
 * <p>What was there at the start is passed over: its traces are over, and it would be traced again
 * at each start.
 */
public final class AppliedTraces {
  /** Users remembered; the oldest give way. */
  private static final int MOST = 10_000;

  private final Tracing tracing;
  private final BooleanSupplier loaded;
  private final Map<String, SpanContext> unanswered =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SpanContext> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Traces what comes.
   *
   * @param loaded whether all that was there at the start has been read
   */
  public AppliedTraces(Tracing tracing, BooleanSupplier loaded) {
    this.tracing = tracing;
    this.loaded = loaded;
  }

  /** The handlers of {@link LiveState}, those of the user's two topics with spans. */
  public Map<String, Handler> follow(Map<String, Handler> handlers) {
    if (!tracing.on()) {
      return handlers;
    }
    Map<String, Handler> traced = new HashMap<>(handlers);
    traced.computeIfPresent(
        Topics.USER_FEATURES.name(), (_, handler) -> record -> applyUser(record, handler));
    traced.computeIfPresent(
        Topics.USER_ITEMS.name(), (_, handler) -> record -> apply(record, begin(record), handler));
    return traced;
  }

  /** Remembers before it applies: who asks as soon as it is applied finds it. */
  private void applyUser(ConsumerRecord<byte[], byte[]> record, Handler handler) {
    Span span = begin(record);
    if (record.value() == null) {
      take(user(record));
    } else if (span.isRecording()) {
      synchronized (unanswered) {
        unanswered.put(user(record), span.getSpanContext());
      }
    }
    apply(record, span, handler);
  }

  private static void apply(ConsumerRecord<byte[], byte[]> record, Span span, Handler handler) {
    span.setAttribute("messaging.destination.name", record.topic());
    Tracing.within(span, () -> handler.accept(record));
  }

  private Span begin(ConsumerRecord<byte[], byte[]> record) {
    return loaded.getAsBoolean()
        ? tracing.follow("recommend.apply", record.headers())
        : Span.getInvalid();
  }

  private static String user(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  /** The traced event that the user's next answer owes something to, told once; null for none. */
  @Nullable SpanContext take(String userId) {
    synchronized (unanswered) {
      return unanswered.remove(userId);
    }
  }
}
