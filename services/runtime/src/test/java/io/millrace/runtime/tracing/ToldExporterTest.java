package io.millrace.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

class ToldExporterTest {
  private final Queue<SubstituteLoggingEvent> told = new ArrayDeque<>();
  private final SubstituteLogger log = new SubstituteLogger("told", told, false);

  /** Takes batches or not, as told. */
  private static final class Collector implements SpanExporter {
    private boolean takes;

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return takes ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private List<String> levels() {
    return told.stream().map(event -> event.getLevel().name()).toList();
  }

  @Test
  void shouldTellOfChangesOnly() {
    Collector collector = new Collector();
    ToldExporter exporter = new ToldExporter(collector, "http://collector:4318", log);
    collector.takes = true;
    exporter.export(List.of());
    assertThat(told).isEmpty();

    collector.takes = false;
    exporter.export(List.of());
    exporter.export(List.of());
    assertThat(levels()).containsExactly("WARN");

    collector.takes = true;
    exporter.export(List.of());
    exporter.export(List.of());
    assertThat(levels()).containsExactly("WARN", "INFO");

    collector.takes = false;
    exporter.export(List.of());
    assertThat(levels()).containsExactly("WARN", "INFO", "WARN");
  }

  @Test
  void shouldNameTheCollectorAndWhyWhereNobodyListens() {
    String nobody = "http://127.0.0.1:1";
    ToldExporter exporter = new ToldExporter(Tracing.exporter(nobody), nobody, log);

    for (int i = 0; i < 3; i++) {
      assertThat(exporter.export(List.of()).join(30, TimeUnit.SECONDS).isSuccess()).isFalse();
    }
    exporter.shutdown();

    assertThat(told).hasSize(1);
    assertThat(told.element().getArguments()).containsExactly(nobody, "connection refused");
  }
}
