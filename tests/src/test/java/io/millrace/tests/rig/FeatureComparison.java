package io.millrace.tests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.schemas.DecayedCount;
import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Successor;
import io.millrace.schemas.Topics;
import io.millrace.schemas.TrainingExample;
import io.millrace.schemas.UserAggregates;
import io.millrace.schemas.UserFeatures;
import io.millrace.schemas.UserItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the topics should hold after an undisturbed run, computed from the input alone, and whether
 * they hold it: integers exactly, decayed values to a relative 1e-9, transitions on the top 20.
 */
public final class FeatureComparison {
  private static final double TOLERANCE = 1e-9;
  private static final int TOP = 20;

  private final InMemoryFeatures expected = new InMemoryFeatures(FeatureSettings.defaults());
  private final Map<String, TrainingExample> examples = new HashMap<>();

  /** The state after these events, in this order, from offset 0 of one partition. */
  public FeatureComparison(Catalogue data) {
    data.items().forEach(expected::putItem);
    data.users().forEach(expected::putUser);
    long offset = 0;
    for (RatingEvent event : data.events()) {
      String key = Keys.userItem(event.getUserId(), event.getItemId());
      expected.accept(event, 0, offset++).ifPresent(example -> examples.put(key, example));
    }
  }

  /** Asserts that the topics hold it, no more and no less. */
  public void assertHeldBy(TopicReading topics) {
    compareUsers(topics.newest(Topics.USER_FEATURES));
    compareUserItems(topics.newest(Topics.USER_ITEMS));
    Map<String, ItemFeatures> items = topics.newest(Topics.ITEM_FEATURES);
    items.forEach(this::compareItem);
    long ratings =
        items.values().stream()
            .mapToLong(item -> item.getAggregates().getRatings().getCount())
            .sum();
    assertThat(ratings).as("ratings counted by item").isEqualTo(examples.size());
    compareTransitions(topics.newest(Topics.ITEM_TRANSITIONS));
    compareExamples(topics.newest(Topics.TRAINING_EXAMPLES));
  }

  private void compareUsers(Map<String, UserFeatures> actual) {
    actual.forEach(
        (id, state) -> {
          UserFeatures wanted = expected.user(id);
          if (wanted != null) {
            compareUser(id, wanted, state);
          }
        });
    long active = examples.values().stream().map(TrainingExample::getUserId).distinct().count();
    assertThat(actual.keySet().stream().filter(id -> expected.user(id) != null).count())
        .as("users with events")
        .isEqualTo(active);
  }

  private static void compareUser(String id, UserFeatures wanted, UserFeatures state) {
    assertThat(state.getRecent()).as("recent items of user %s", id).isEqualTo(wanted.getRecent());
    assertThat(state.getOffset()).as("source offset of user %s", id).isEqualTo(wanted.getOffset());
    compareAggregates("user " + id, wanted.getAggregates(), state.getAggregates());
  }

  private static void compareAggregates(
      String whose, UserAggregates wanted, UserAggregates actual) {
    assertThat(actual.getRatings()).as("ratings of %s", whose).isEqualTo(wanted.getRatings());
    assertThat(actual.getLastEventTime())
        .as("last event time of %s", whose)
        .isEqualTo(wanted.getLastEventTime());
    assertThat(actual.getDemographics())
        .as("demographics of %s", whose)
        .isEqualTo(wanted.getDemographics());
    compareDecayed("activity of " + whose, wanted.getActivity(), actual.getActivity());
    Map<String, GenreTaste> tastes = new HashMap<>();
    actual.getGenres().getTastes().forEach(taste -> tastes.put(taste.getGenre(), taste));
    assertThat(tastes).as("genres of %s", whose).hasSameSizeAs(wanted.getGenres().getTastes());
    for (GenreTaste taste : wanted.getGenres().getTastes()) {
      GenreTaste found = Objects.requireNonNull(tastes.get(taste.getGenre()), taste.getGenre());
      compareNumber(taste.getGenre() + " weight of " + whose, taste.getWeight(), found.getWeight());
      compareNumber(taste.getGenre() + " count of " + whose, taste.getCount(), found.getCount());
    }
  }

  private void compareUserItems(Map<String, UserItem> actual) {
    assertThat(actual.keySet()).as("rated items").isEqualTo(examples.keySet());
    actual.forEach(
        (key, row) ->
            assertThat(row).isEqualTo(expected.userItem(Keys.first(key), Keys.second(key))));
  }

  private void compareItem(String id, ItemFeatures state) {
    ItemFeatures wanted = Objects.requireNonNull(expected.itemFeatures(id), id);
    compareAggregates("item " + id, wanted.getAggregates(), state.getAggregates());
    assertThat(state.getGenres()).as("genres of item %s", id).isEqualTo(wanted.getGenres());
    assertThat(state.getYear()).as("year of item %s", id).isEqualTo(wanted.getYear());
  }

  private static void compareAggregates(
      String whose, ItemAggregates wanted, ItemAggregates actual) {
    assertThat(actual.getRatings()).as("ratings of %s", whose).isEqualTo(wanted.getRatings());
    assertThat(List.of(actual.getFirstEventTime(), actual.getNewestEventTime()))
        .as("first and newest event time of %s", whose)
        .isEqualTo(List.of(wanted.getFirstEventTime(), wanted.getNewestEventTime()));
    compareDecayed("daily count of " + whose, wanted.getDaily(), actual.getDaily());
    compareDecayed("weekly count of " + whose, wanted.getWeekly(), actual.getWeekly());
    compareDecayed("monthly count of " + whose, wanted.getMonthly(), actual.getMonthly());
  }

  private void compareTransitions(Map<String, ItemTransitions> actual) {
    actual.forEach(
        (id, row) ->
            compareSuccessors(
                id,
                Objects.requireNonNull(expected.transitions(id), id).getSuccessors(),
                row.getSuccessors()));
    long predecessors =
        examples.values().stream()
            .map(TrainingExample::getItemId)
            .distinct()
            .filter(id -> expected.transitions(id) != null)
            .count();
    assertThat(actual).as("items with successors").hasSize(Math.toIntExact(predecessors));
  }

  /** Heaviest first; equal weights may stand in any order. */
  private static void compareSuccessors(String id, List<Successor> wanted, List<Successor> actual) {
    assertThat(actual).as("successors of item %s", id).hasSameSizeAs(wanted);
    Map<String, Double> weights = new HashMap<>();
    wanted.forEach(successor -> weights.put(successor.getItemId(), successor.getWeight()));
    for (int i = 0; i < Math.min(TOP, actual.size()); i++) {
      Successor found = actual.get(i);
      String what = "weight of %s after %s, number %d".formatted(found.getItemId(), id, i);
      compareNumber(what, wanted.get(i).getWeight(), found.getWeight());
      Double own = weights.get(found.getItemId());
      compareNumber(what, own == null ? found.getWeight() : own, found.getWeight());
    }
  }

  private void compareExamples(Map<String, TrainingExample> actual) {
    assertThat(actual.keySet()).as("training examples").isEqualTo(examples.keySet());
    actual.forEach(
        (key, example) -> {
          TrainingExample wanted = Objects.requireNonNull(examples.get(key));
          assertThat(example.getOffset()).as("offset of %s", key).isEqualTo(wanted.getOffset());
          compareAggregates("user before " + key, wanted.getUser(), example.getUser());
          compareAggregates("item before " + key, wanted.getItem(), example.getItem());
        });
  }

  private static void compareDecayed(String what, DecayedCount wanted, DecayedCount actual) {
    assertThat(actual.getAsOf()).as("moment of the %s", what).isEqualTo(wanted.getAsOf());
    compareNumber(what, wanted.getValue(), actual.getValue());
  }

  private static void compareNumber(String what, double wanted, double actual) {
    double scale = Math.max(Math.abs(wanted), Math.abs(actual));
    assertThat(Math.abs(wanted - actual))
        .as("%s: %s should be %s", what, actual, wanted)
        .isLessThanOrEqualTo(TOLERANCE * Math.max(scale, 1));
  }
}
