package io.millrace.recommend.http;

import io.millrace.runtime.tracing.TraceParent;
import io.millrace.runtime.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * Answers on a worker; where there are traces, as a span below the caller's {@code traceparent},
 * which is the worker's while it works. Thread-safe.
 */
record TracedWork(Tracing tracing, WorkPool workers) {
  /** The handler on a worker. */
  Routes.Handler of(HttpMethod method, String path, Routes.Handler handler) {
    String name = method.name() + ' ' + path;
    return tracing.on()
        ? request -> traced(name, path, request, handler)
        : request -> pooled(request, handler);
  }

  private Future<Reply> pooled(Request request, Routes.Handler handler) {
    return workers.submit(() -> handler.answer(request)).compose(answer -> answer);
  }

  private Future<Reply> traced(String name, String route, Request request, Routes.Handler handler) {
    Span span = tracing.serve(name, request.header(TraceParent.HEADER));
    span.setAttribute("http.route", route);
    return pooled(
            request,
            asked -> {
              try (Scope _ = span.makeCurrent()) {
                return handler.answer(asked);
              }
            })
        .onComplete(done -> end(span, done));
  }

  private static void end(Span span, AsyncResult<Reply> done) {
    int status = (done.succeeded() ? done.result() : Routes.refusal(done.cause())).status();
    span.setAttribute("http.response.status_code", status);
    if (status >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
