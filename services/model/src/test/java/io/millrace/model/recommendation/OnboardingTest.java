package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.model.filter.Filter;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatingEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Known to eight: a and b, dramas that people do not agree on; c, a drama that all give 4; d, a
 * comedy that people do not agree on. Known to one: e. Known to nobody: f.
 */
class OnboardingTest {
  private final InMemoryFeatures features = new InMemoryFeatures(FeatureSettings.defaults());

  OnboardingTest() {
    for (String id : List.of("a", "b", "c", "e", "f")) {
      put(id, "Drama", true);
    }
    put("d", "Comedy", true);
    for (int user = 0; user < 8; user++) {
      rate(user, "a", user % 2 == 0 ? 1 : 5);
      rate(user, "b", user % 2 == 0 ? 1.5 : 5);
      rate(user, "c", 4);
      rate(user, "d", user % 2 == 0 ? 2 : 5);
    }
    rate(0, "e", 1);
  }

  private void put(String id, String genre, boolean available) {
    features.putItem(new Item(id, "Title", 1990, List.of(genre), Map.of(), available, null));
  }

  private void rate(int user, String item, double stars) {
    long time = 1_000_000_000_000L + user;
    var _ = features.accept(new RatingEvent("u" + user, item, stars, time, null), 0, time);
  }

  private List<String> ids(int n, Set<String> exclude, Steering steering) {
    RecommendationQuery query =
        new RecommendationQuery(null, List.of(), n, exclude, SeenPolicy.EXCLUDE, steering);
    return new Onboarding(features).items(query).stream().map(Item::getItemId).toList();
  }

  @Test
  void shouldBeginWithWhatManyKnowAndDisagreeOn() {
    // Ratings of 2 and 10 half stars have a variance of 16.
    assertThat(Onboarding.worth(features.itemFeatures("a")))
        .isCloseTo(
            Math.log(9) * 0.5 * Math.log(2 * Math.PI * Math.E * (16 + 1.0 / 12)), within(1e-9));
    assertThat(Onboarding.worth(null)).isZero();
    assertThat(ids(1, Set.of(), Steering.NONE)).containsExactly("a");
  }

  @Test
  void shouldPreferAnotherGenreToMoreOfTheSame() {
    // b is worth more than d, but is a drama like a.
    assertThat(Onboarding.worth(features.itemFeatures("b")))
        .isGreaterThan(Onboarding.worth(features.itemFeatures("d")));
    assertThat(ids(4, Set.of(), Steering.NONE)).containsExactly("a", "d", "b", "c");
  }

  @Test
  void shouldLeaveOutWhatIsHiddenExcludedOrFiltered() {
    put("a", "Drama", false);
    assertThat(ids(2, Set.of("d"), Steering.NONE)).containsExactly("b", "c");
    Filter comedies = Filter.parse("genre = 'Comedy'", Set.of());
    assertThat(ids(10, Set.of(), Steering.by(comedies))).containsExactly("d");
  }

  @Test
  void shouldListEverythingWhereThereIsLess() {
    assertThat(ids(100, Set.of(), Steering.NONE))
        .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
  }
}
