package io.millrace.features.experiment;

import static java.util.Objects.requireNonNull;

import io.millrace.features.erasure.CopyMark;
import io.millrace.features.registry.RatingReader;
import io.millrace.features.registry.UnreadableRatingException;
import io.millrace.model.experiment.Label;
import io.millrace.schemas.ExperimentUser;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.ShownItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * By user: a rating of 4 and more for an item shown within the last week counts as liked, once a
 * showing. By the time of arrival: a rating's own may be decades old. What the stream of features
 * rejects is passed over, and so are an erasure's copies: their originals have been counted.
 */
final class RatedProcessor implements Processor<String, byte[], String, byte[]> {
  static final Duration WINDOW = Duration.ofDays(7);
  private static final double LIKED = 4;

  private final RatingReader ratings;
  private @Nullable ProcessorContext<String, byte[]> context;
  private @Nullable Tallies tallies;

  RatedProcessor(RatingReader ratings) {
    this.ratings = ratings;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> task) {
    context = task;
    tallies = new Tallies(task);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    if (CopyMark.isOn(record.headers())) {
      return;
    }
    RatingEvent event = decoded(record.value());
    if (event == null || !event.getUserId().equals(record.key())) {
      return;
    }
    List<KeyValue<String, byte[]>> places = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> found =
        requireNonNull(tallies)
            .users()
            .prefixScan(Keys.prefix(event.getUserId()), new StringSerializer())) {
      found.forEachRemaining(places::add);
    }
    for (KeyValue<String, byte[]> place : places) {
      rated(event, Keys.second(place.key), Tallies.decode(place.value));
    }
  }

  private @Nullable RatingEvent decoded(byte @Nullable [] value) {
    try {
      return value == null ? null : ratings.read(value);
    } catch (UnreadableRatingException e) {
      return null;
    }
  }

  private void rated(RatingEvent event, String place, ExperimentUser user) {
    ShownItem shown =
        user.getShown().stream()
            .filter(item -> item.getItemId().equals(event.getItemId()))
            .findFirst()
            .orElse(null);
    if (shown == null) {
      return;
    }
    long age = requireNonNull(context).currentSystemTimeMs() - shown.getAt();
    boolean liked = event.getRating() >= LIKED && age <= WINDOW.toMillis();
    boolean first = liked && !user.getLiked();
    user.setShown(user.getShown().stream().filter(item -> !item.equals(shown)).toList());
    user.setLiked(user.getLiked() || liked);
    Tallies all = requireNonNull(tallies);
    all.put(event.getUserId(), place, user);
    if (liked) {
      all.count(
          Label.experimentOf(place),
          user.getRevision(),
          user.getArm(),
          t -> {
            t.setLikes(t.getLikes() + 1);
            t.setLikers(t.getLikers() + (first ? 1 : 0));
          });
    }
  }
}
