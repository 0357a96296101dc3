package io.millrace.features.topology;

import io.millrace.runtime.tracing.Tracing;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/** Makes a span of what another processor does with a traced record. */
final class TracedProcessor<K, V, O, W> implements Processor<K, V, O, W> {
  private final String span;
  private final Tracing tracing;
  private final Processor<K, V, O, W> work;

  private TracedProcessor(String span, Tracing tracing, Processor<K, V, O, W> work) {
    this.span = span;
    this.tracing = tracing;
    this.work = work;
  }

  /** Makes those of the other supplier: as they are where there are no traces. */
  static <K, V, O, W> ProcessorSupplier<K, V, O, W> supplier(
      String span, Tracing tracing, ProcessorSupplier<K, V, O, W> work) {
    return tracing.on() ? () -> new TracedProcessor<>(span, tracing, work.get()) : work;
  }

  @Override
  public void init(ProcessorContext<O, W> context) {
    work.init(context);
  }

  @Override
  public void process(Record<K, V> record) {
    Tracing.within(tracing.follow(span, record.headers()), () -> work.process(record));
  }

  @Override
  public void close() {
    work.close();
  }
}
