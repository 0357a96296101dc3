package io.millrace.features.experiment;

import static java.util.Objects.requireNonNull;

import io.millrace.model.experiment.Label;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentUser;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ShownItem;
import io.millrace.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * By user: counts lists shown, users exposed (once each) and clicks; keeps what was shown, for
 * ratings that follow. Sweeps out what belongs to no experiment any more.
 */
final class ShownProcessor implements Processor<String, byte[], String, byte[]> {
  /** Items kept for each user and experiment. */
  static final int SHOWN = 200;

  private static final Duration SWEEP = Duration.ofMinutes(10);

  private @Nullable Tallies tallies;
  private @Nullable KeyValueStore<String, ValueAndTimestamp<byte[]>> experiments;

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    tallies = new Tallies(context);
    experiments = context.getStateStore(ExperimentTopology.EXPERIMENTS);
    var _ = context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, now -> sweep());
  }

  @Override
  public void process(Record<String, byte[]> record) {
    Feedback feedback = Topics.FEEDBACK.codec().decode(record.value());
    for (Label label : Label.all(feedback.getArm())) {
      if (feedback.getType() == FeedbackType.IMPRESSION) {
        shown(record.key(), label, feedback);
      } else {
        clicked(record.key(), label, feedback.getItemIds().size());
      }
    }
  }

  private void shown(String userId, Label label, Feedback list) {
    List<String> items = label.of(list.getItemIds());
    if (items.isEmpty()) {
      return; // the other arm's alone
    }
    Tallies all = requireNonNull(tallies);
    ExperimentUser user = all.user(userId, label);
    if (user == null) {
      return;
    }
    List<ShownItem> shown = new ArrayList<>(user.getShown());
    shown.removeIf(item -> items.contains(item.getItemId()));
    items.forEach(item -> shown.add(new ShownItem(item, list.getTimestamp())));
    int excess = Math.max(0, shown.size() - SHOWN);
    user.setShown(List.copyOf(shown.subList(excess, shown.size())));
    all.put(userId, label.place(), user);
    all.count(
        label.experimentId(),
        label.revision(),
        user.getArm(),
        t -> t.setImpressions(t.getImpressions() + 1));
  }

  private void clicked(String userId, Label label, int clicks) {
    Tallies all = requireNonNull(tallies);
    ExperimentUser user = all.user(userId, label);
    if (user == null) {
      return;
    }
    boolean first = !user.getClicked();
    user.setClicked(true);
    all.put(userId, label.place(), user);
    all.count(
        label.experimentId(),
        label.revision(),
        user.getArm(),
        t -> {
          t.setClicks(t.getClicks() + clicks);
          t.setClickers(t.getClickers() + (first ? 1 : 0));
        });
  }

  private void sweep() {
    Tallies all = requireNonNull(tallies);
    List<String> users = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> entries = all.users().all()) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        if (!isCurrent(
            Label.experimentOf(Keys.second(entry.key)),
            Tallies.decode(entry.value).getRevision())) {
          users.add(entry.key);
        }
      }
    }
    users.forEach(all.users()::delete);
    List<String> counts = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> entries = all.tallies().all()) {
      while (entries.hasNext()) {
        String key = entries.next().key;
        if (experiment(Keys.first(key)) == null) {
          counts.add(key);
        }
      }
    }
    counts.forEach(all::forget);
  }

  private boolean isCurrent(String experimentId, long revision) {
    Experiment experiment = experiment(experimentId);
    return experiment != null && experiment.getRevision() <= revision;
  }

  private @Nullable Experiment experiment(String experimentId) {
    ValueAndTimestamp<byte[]> value = requireNonNull(experiments).get(experimentId);
    return value == null ? null : Topics.EXPERIMENTS.codec().decode(value.value());
  }
}
