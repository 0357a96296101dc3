package io.millrace.recommend.tracing;

import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.recommend.answer.Answers;
import io.millrace.recommend.answer.ItemList;
import io.millrace.recommend.answer.Paging;
import io.millrace.runtime.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a span of each answer, linked to the event that changed it. Thread-safe. */
public final class TracedAnswers implements Answers {
  private final Answers answers;
  private final AppliedTraces applied;
  private final Tracing tracing;

  private TracedAnswers(Answers answers, AppliedTraces applied, Tracing tracing) {
    this.answers = answers;
    this.applied = applied;
    this.tracing = tracing;
  }

  /** The answers with spans; as they are where there are no traces. */
  public static Answers of(Answers answers, AppliedTraces applied, Tracing tracing) {
    return tracing.on() ? new TracedAnswers(answers, applied, tracing) : answers;
  }

  @Override
  public ItemList recommend(RecommendationQuery query) {
    return traced("recommend.answer", query.userId(), () -> answers.recommend(query));
  }

  @Override
  public ItemList page(RecommendationQuery query, Paging paging, boolean explained) {
    return traced("recommend.answer", query.userId(), () -> answers.page(query, paging, explained));
  }

  @Override
  public ItemList similar(String itemId, String field, int n) {
    return traced("recommend.similar", null, () -> answers.similar(itemId, field, n));
  }

  private ItemList traced(String name, @Nullable String userId, Supplier<ItemList> asking) {
    SpanContext event = userId == null ? null : applied.take(userId);
    Span span = tracing.because(event, name);
    if (!span.isRecording()) {
      return asking.get();
    }
    try (Scope _ = span.makeCurrent()) {
      ItemList list = asking.get();
      span.setAttribute("millrace.model", list.modelVersion());
      span.setAttribute("millrace.items", list.items().size());
      return list;
    } catch (RuntimeException e) {
      Tracing.failed(span, e);
      throw e;
    } finally {
      span.end();
    }
  }
}
