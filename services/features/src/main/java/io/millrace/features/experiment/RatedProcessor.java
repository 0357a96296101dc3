package io.millrace.features.experiment;

import static java.util.Objects.requireNonNull;

import io.millrace.features.erasure.CopyMark;
import io.millrace.features.registry.RatingReader;
import io.millrace.features.registry.UnreadableRatingException;
import io.millrace.model.experiment.Label;
import io.millrace.schemas.ExperimentUser;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.RecentRating;
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
 * showing. By the time of arrival: a rating's own may be decades old. Keeps ratings for lists that
 * they have overtaken. What the stream of features rejects is passed over, and so are an erasure's
 * copies: their originals have been counted.
 */
final class RatedProcessor implements Processor<String, byte[], String, byte[]> {
  static final Duration WINDOW = Duration.ofDays(7);
  private static final double LIKED = 4;

  private final RatingReader ratings;
  private final Definitions definitions;
  private @Nullable ProcessorContext<String, byte[]> context;
  private @Nullable Tallies tallies;
  private @Nullable LastRatings last;
  private @Nullable Underway underway;

  RatedProcessor(RatingReader ratings, Definitions definitions) {
    this.ratings = ratings;
    this.definitions = definitions;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> task) {
    context = task;
    tallies = new Tallies(task);
    last = new LastRatings(tallies.users());
    underway = new Underway(task, definitions);
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
    long now = requireNonNull(context).currentSystemTimeMs();
    List<String> met = new ArrayList<>();
    for (KeyValue<String, byte[]> place : places(event.getUserId())) {
      if (rated(event, Keys.second(place.key), Tallies.decode(place.value), now)) {
        met.add(Keys.second(place.key));
      }
    }
    if (requireNonNull(underway).has(event.getUserId())) {
      boolean liked = event.getRating() >= LIKED;
      requireNonNull(last)
          .add(event.getUserId(), new RecentRating(event.getItemId(), liked, now, met));
    }
  }

  private List<KeyValue<String, byte[]>> places(String userId) {
    List<KeyValue<String, byte[]>> places = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> found =
        requireNonNull(tallies).users().prefixScan(Keys.prefix(userId), new StringSerializer())) {
      found.forEachRemaining(places::add);
    }
    places.removeIf(entry -> LastRatings.isKey(entry.key));
    return places;
  }

  private @Nullable RatingEvent decoded(byte @Nullable [] value) {
    try {
      return value == null ? null : ratings.read(value);
    } catch (UnreadableRatingException e) {
      return null;
    }
  }

  /** Whether the item had been shown there. */
  private boolean rated(RatingEvent event, String place, ExperimentUser user, long now) {
    ShownItem shown =
        user.getShown().stream()
            .filter(item -> item.getItemId().equals(event.getItemId()))
            .findFirst()
            .orElse(null);
    if (shown == null) {
      return false;
    }
    user.setShown(user.getShown().stream().filter(item -> !item.equals(shown)).toList());
    Tallies all = requireNonNull(tallies);
    if (event.getRating() >= LIKED && now - shown.getAt() <= WINDOW.toMillis()) {
      all.like(Label.experimentOf(place), user, 1);
    }
    all.put(event.getUserId(), place, user);
    return true;
  }
}
