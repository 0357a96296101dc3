package io.millrace.features.experiment;

import static java.util.Objects.requireNonNull;

import io.millrace.schemas.Keys;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** A user who is deleted goes from the store; what was counted of them stays counted. */
final class ErasedProcessor implements Processor<String, byte[], String, byte[]> {
  private @Nullable Tallies tallies;

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    tallies = new Tallies(context);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    if (record.value() != null || record.key() == null) {
      return;
    }
    Tallies all = requireNonNull(tallies);
    List<String> places = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> found =
        all.users().prefixScan(Keys.prefix(record.key()), new StringSerializer())) {
      found.forEachRemaining(entry -> places.add(entry.key));
    }
    places.forEach(all.users()::delete);
  }
}
