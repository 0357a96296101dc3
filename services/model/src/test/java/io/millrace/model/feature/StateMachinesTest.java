package io.millrace.model.feature;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.schemas.Item;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.RatingStatistics;
import io.millrace.schemas.TrainingExample;
import io.millrace.schemas.UserAggregates;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The machines at work in {@link InMemoryFeatures}. */
class StateMachinesTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long T = 11_000 * DAY;

  private final InMemoryFeatures features = new InMemoryFeatures(FeatureSettings.defaults());
  private long offset;

  private Optional<TrainingExample> rate(String user, String item, double stars, long time) {
    return features.accept(new RatingEvent(user, item, stars, time, null), 0, offset++);
  }

  private void catalogue(String itemId, String... genres) {
    features.putItem(new Item(itemId, itemId, 1990, List.of(genres), Map.of(), true, null));
  }

  private ItemAggregates item(String itemId) {
    return requireNonNull(features.itemFeatures(itemId)).getAggregates();
  }

  private UserAggregates user(String userId) {
    return requireNonNull(features.user(userId)).getAggregates();
  }

  @Test
  void shouldFoldARatingIntoUserAndItem() {
    catalogue("i", "Drama");
    rate("v", "i", 2, T);
    TrainingExample example = rate("u", "i", 5, T + 7 * DAY).orElseThrow();

    assertThat(example.getItem().getRatings()).isEqualTo(new RatingStatistics(1L, 4L, 16L));
    assertThat(example.getUser().getRatings()).isEqualTo(new RatingStatistics(0L, 0L, 0L));
    assertThat(item("i").getRatings()).isEqualTo(new RatingStatistics(2L, 14L, 116L));
    assertThat(item("i").getDaily().getValue()).isCloseTo(1 + 1.0 / 128, within(1e-12));
    assertThat(item("i").getWeekly().getValue()).isCloseTo(1.5, within(1e-12));
    assertThat(item("i").getMonthly().getValue())
        .isCloseTo(1 + Math.pow(2, -7.0 / 30), within(1e-12));
    assertThat(item("i").getFirstEventTime()).isEqualTo(T);
    assertThat(item("i").getNewestEventTime()).isEqualTo(T + 7 * DAY);
    assertThat(features.now()).isEqualTo(T + 7 * DAY);
  }

  @Test
  void shouldReplaceExactlyWhateverTheOrder() {
    catalogue("i", "Drama");
    rate("u", "i", 2, T);
    rate("u", "i", 5, T + 7 * DAY);
    catalogue("j", "Drama");
    rate("v", "i", 5, T + 7 * DAY);
    rate("v", "i", 2, T);

    assertThat(item("i").getRatings()).isEqualTo(new RatingStatistics(2L, 20L, 200L));
    assertThat(item("i").getWeekly().getValue()).isCloseTo(2, within(1e-12));
    assertThat(user("u").getRatings()).isEqualTo(user("v").getRatings());
    assertThat(user("u").getActivity().getValue()).isCloseTo(1, within(1e-12));
    assertThat(user("u").getGenres().getTastes().getFirst().getWeight())
        .isCloseTo(4, within(1e-12));
    assertThat(features.count(Outcome.REPLACED)).isEqualTo(1);
    assertThat(features.count(Outcome.SUPERSEDED)).isEqualTo(1);
  }

  @Test
  void shouldMoveOnlyTheOffsetOnADuplicate() {
    rate("u", "i", 4, T);
    UserAggregates before = user("u");

    assertThat(rate("u", "i", 4, T)).isEmpty();
    assertThat(user("u")).isEqualTo(before);
    assertThat(requireNonNull(features.user("u")).getOffset()).isEqualTo(1);
    assertThat(features.count(Outcome.DUPLICATE)).isEqualTo(1);
  }

  @Test
  void shouldLetTheHigherOffsetHoldOnATie() {
    rate("u", "i", 4, T);
    rate("u", "i", 3, T);

    assertThat(requireNonNull(features.userItem("u", "i")).getHalfStars()).isEqualTo(6);
    assertThat(item("i").getRatings()).isEqualTo(new RatingStatistics(1L, 6L, 36L));
  }

  @Test
  void shouldMakeNoTransitionOfARatingAgain() {
    rate("u", "a", 4, T);
    rate("u", "b", 4, T);
    rate("u", "a", 5, T + 1);

    assertThat(features.transitions("b")).isNull();
    assertThat(requireNonNull(features.transitions("a")).getSuccessors())
        .extracting("itemId")
        .containsExactly("b");
  }

  @Test
  void shouldLeaveItemsOutOfAProbesTrace() {
    assertThat(rate("__probe-1", "i", 5, T)).isEmpty();

    assertThat(features.user("__probe-1")).isNotNull();
    assertThat(features.rated("__probe-1")).contains("i");
    assertThat(features.itemFeatures("i")).isNull();
    assertThat(features.now()).isZero();
  }

  @Test
  void shouldTakeAnErasedUsersRatingsBack() {
    rate("u", "i", 5, T);
    rate("v", "i", 2, T);
    features.removeUser("u");

    assertThat(features.user("u")).isNull();
    assertThat(features.rated("u")).doesNotContain("i");
    assertThat(item("i").getRatings()).isEqualTo(new RatingStatistics(1L, 4L, 16L));
  }

  @Test
  void shouldRankByPopularityAmongWhatMayBeRecommended() {
    catalogue("a");
    catalogue("b");
    rate("u", "b", 5, T);
    rate("u", "unknown", 5, T);
    assertThat(features.popular(10)).containsExactly("b", "a");

    features.removeItem("b");
    assertThat(features.popular(10)).containsExactly("a");
  }

  @Test
  void shouldCountWhatIsRefused() {
    assertThat(rate("u", "i", 17, T)).isEmpty();

    assertThat(features.rejected()).isEqualTo(1);
    assertThat(features.user("u")).isNull();
  }
}
