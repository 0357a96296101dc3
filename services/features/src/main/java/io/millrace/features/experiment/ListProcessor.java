package io.millrace.features.experiment;

import static java.util.Objects.requireNonNull;

import io.millrace.features.erasure.CopyMark;
import io.millrace.model.experiment.Label;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * By recommendation: keeps each list that was shown in an experiment for a day, and joins clicks to
 * it. Forwards, by user, the list and each click on an item of it, once an item. Passes over the
 * copies that an erasure leaves: their originals have been counted, and may have been swept since.
 */
final class ListProcessor implements Processor<String, byte[], String, byte[]> {
  /** Store of impressions by recommendation id; items clicked since are {@link #CLICKED}. */
  static final String LISTS = "experiment-lists";

  /** A click later than that does not count. */
  static final Duration KEPT = Duration.ofDays(1);

  /** In place of an item that has been clicked: no id is empty. */
  private static final String CLICKED = "";

  private static final Duration SWEEP = Duration.ofMinutes(10);

  private @Nullable ProcessorContext<String, byte[]> context;
  private @Nullable KeyValueStore<String, byte[]> lists;

  @Override
  public void init(ProcessorContext<String, byte[]> task) {
    context = task;
    lists = task.getStateStore(LISTS);
    var _ = task.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    Feedback feedback = decoded(record.value());
    if (feedback == null || record.key() == null || CopyMark.isOn(record.headers())) {
      return; // nothing of an experiment; what feedback cannot be read is its producer's loss
    }
    if (feedback.getType() == FeedbackType.IMPRESSION) {
      shown(record, feedback);
    } else if (feedback.getType() == FeedbackType.CLICK) {
      clicked(record, feedback);
    }
  }

  private static @Nullable Feedback decoded(byte @Nullable [] value) {
    try {
      return value == null ? null : Topics.FEEDBACK.codec().decode(value);
    } catch (UndecodableException e) {
      return null;
    }
  }

  /** The first of an id counts: clients may send impressions, too, of lists that they show. */
  private void shown(Record<String, byte[]> record, Feedback list) {
    KeyValueStore<String, byte[]> store = requireNonNull(lists);
    if (list.getArm() == null || list.getUserId() == null || store.get(record.key()) != null) {
      return;
    }
    store.put(record.key(), Topics.FEEDBACK.codec().encode(list));
    forward(record, list);
  }

  private void clicked(Record<String, byte[]> record, Feedback click) {
    KeyValueStore<String, byte[]> store = requireNonNull(lists);
    byte[] shown = store.get(record.key());
    Feedback list = decoded(shown);
    if (list == null || !list.getItemIds().containsAll(click.getItemIds())) {
      return;
    }
    List<String> left = new ArrayList<>(list.getItemIds());
    for (String item : new LinkedHashSet<>(click.getItemIds())) {
      int place = left.indexOf(item);
      click.setItemIds(List.of(item));
      click.setArm(armsOf(list, place));
      click.setUserId(list.getUserId());
      forward(record, click);
      left.set(place, CLICKED);
    }
    list.setItemIds(left);
    store.put(record.key(), Topics.FEEDBACK.codec().encode(list));
  }

  /** The arms that the item at a place of the list counts for. */
  private static String armsOf(Feedback list, int place) {
    return Label.all(list.getArm()).stream()
        .filter(label -> label.has(place))
        .map(Label::text)
        .collect(Collectors.joining(","));
  }

  private void forward(Record<String, byte[]> record, Feedback feedback) {
    requireNonNull(context)
        .forward(
            record
                .withKey(requireNonNull(feedback.getUserId()))
                .withValue(Topics.FEEDBACK.codec().encode(feedback)));
  }

  private void sweep(long now) {
    KeyValueStore<String, byte[]> store = requireNonNull(lists);
    List<String> old = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        Feedback list = decoded(entry.value);
        if (list == null || now - list.getTimestamp() > KEPT.toMillis()) {
          old.add(entry.key);
        }
      }
    }
    old.forEach(store::delete);
  }
}
