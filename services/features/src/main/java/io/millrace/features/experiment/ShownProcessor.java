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
import org.jspecify.annotations.Nullable;

/**
 * By user: counts lists shown, users exposed (once each) and clicks; keeps what was shown, for
 * ratings that follow, and counts those that have overtaken the list. Sweeps out what belongs to no
 * experiment any more.
 */
final class ShownProcessor implements Processor<String, byte[], String, byte[]> {
  /** Items kept for each user and experiment. */
  static final int SHOWN = 200;

  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final Definitions definitions;
  private @Nullable ProcessorContext<String, byte[]> context;
  private @Nullable Tallies tallies;
  private @Nullable LastRatings last;
  private @Nullable Underway underway;

  ShownProcessor(Definitions definitions) {
    this.definitions = definitions;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> task) {
    context = task;
    tallies = new Tallies(task);
    last = new LastRatings(tallies.users());
    underway = new Underway(task, definitions);
    var _ = task.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
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
    all.count(
        label.experimentId(),
        label.revision(),
        user.getArm(),
        t -> t.setImpressions(t.getImpressions() + 1));
    long now = requireNonNull(context).currentSystemTimeMs();
    LastRatings.Overtaking rated =
        requireNonNull(last).overtaking(userId, label.place(), list.getTimestamp(), items, now);
    if (rated.likes() > 0) {
      all.like(label.experimentId(), user, rated.likes());
    }
    List<String> unrated = items.stream().filter(item -> !rated.itemIds().contains(item)).toList();
    user.setShown(shown(user.getShown(), items, unrated, list.getTimestamp()));
    all.put(userId, label.place(), user);
  }

  /** Oldest list first and its worst place first: so they go, where there are too many. */
  private static List<ShownItem> shown(
      List<ShownItem> before, List<String> items, List<String> unrated, long at) {
    List<ShownItem> shown = new ArrayList<>(before);
    shown.removeIf(item -> items.contains(item.getItemId()));
    unrated.reversed().forEach(item -> shown.add(new ShownItem(item, at)));
    int excess = Math.max(0, shown.size() - SHOWN);
    return List.copyOf(shown.subList(excess, shown.size()));
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

  private void sweep(long now) {
    Tallies all = requireNonNull(tallies);
    List<String> users = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> entries = all.users().all()) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        if (LastRatings.isKey(entry.key)
            ? LastRatings.areOver(entry.value, now)
            : !isCurrent(entry)) {
          users.add(entry.key);
        }
      }
    }
    users.forEach(all.users()::delete);
    List<String> counts = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> entries = all.tallies().all()) {
      while (entries.hasNext()) {
        String key = entries.next().key;
        if (requireNonNull(underway).get(Keys.first(key)) == null) {
          counts.add(key);
        }
      }
    }
    counts.forEach(all::forget);
  }

  private boolean isCurrent(KeyValue<String, byte[]> entry) {
    Experiment experiment =
        requireNonNull(underway).get(Label.experimentOf(Keys.second(entry.key)));
    return experiment != null
        && experiment.getRevision() <= Tallies.decode(entry.value).getRevision();
  }
}
