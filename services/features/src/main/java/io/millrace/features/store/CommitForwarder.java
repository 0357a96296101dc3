package io.millrace.features.store;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;

/**
 * Lets a processor forward while a commit flushes its stores, when no processor is the current one.
 * Kafka Streams' own cached tables do it the same way. To be made in {@code init} of the processor
 * that forwards; for the task's thread only.
 *
 * @param <K> key
 * @param <V> value
 */
public final class CommitForwarder<K, V> {
  private final InternalProcessorContext<K, V> context;
  private final ProcessorNode<?, ?, ?, ?> node;

  /** Forwards in the name of the processor that is being initialised. */
  public CommitForwarder(ProcessorContext<K, V> context) {
    this.context = (InternalProcessorContext<K, V>) context;
    this.node = this.context.currentNode();
  }

  /** Forwards to one child. */
  public void forward(Record<K, V> record, String child) {
    ProcessorNode<?, ?, ?, ?> before = context.currentNode();
    context.setCurrentNode(node);
    try {
      context.forward(record, child);
    } finally {
      context.setCurrentNode(before);
    }
  }
}
