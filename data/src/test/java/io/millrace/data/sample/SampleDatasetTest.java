package io.millrace.data.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.OrderedRatings;
import io.millrace.data.Rating;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SampleDatasetTest {
  private final SampleDataset sample = SampleDataset.standard();

  @Test
  void shouldHaveTheSizeItPromises() {
    OrderedRatings ratings = sample.ratingsInTimeOrder();

    assertThat(sample.items()).hasSize(500);
    assertThat(sample.users()).hasSize(1_000);
    assertThat(ratings.size()).isBetween(50_000, 70_000);
    assertThat(ratings.userCount()).isEqualTo(1_000);
    assertThat(sample.items().map(Item::getTitle).distinct()).hasSize(500);
    assertThat(sample.users()).extracting(User::getDemographics).doesNotContainNull();
  }

  @Test
  void shouldBeTheSameEachTime() {
    assertThat(sample.ratings().toList()).isEqualTo(SampleDataset.standard().ratings().toList());
    assertThat(sample.items().toList()).isEqualTo(SampleDataset.standard().items().toList());
    SampleDataset other = new SampleDataset(new SampleSpec(1_000, 500, 60_000, 43));
    assertThat(other.ratings().toList()).isNotEqualTo(sample.ratings().toList());
  }

  @Test
  void shouldRateInOrderOfTimeWithinRangeAndNoItemTwice() {
    List<Rating> ratings = sample.ratings().toList();

    assertThat(ratings)
        .isSortedAccordingTo((a, b) -> Long.compare(a.timestamp(), b.timestamp()))
        .allSatisfy(
            r ->
                assertThat(r.rating() * 2)
                    .isBetween(1.0, 10.0)
                    .isEqualTo(Math.rint(r.rating() * 2)));
    Set<String> pairs = new HashSet<>();
    assertThat(ratings).allMatch(r -> pairs.add(r.userId() + " " + r.itemId()));
  }

  @Test
  void shouldHaveAPopularityThatIsSkewed() {
    Map<String, Integer> counts = new HashMap<>();
    sample.ratings().forEach(r -> counts.merge(r.itemId(), 1, Integer::sum));

    long topTenth =
        counts.values().stream().sorted((a, b) -> b - a).limit(50).mapToLong(c -> c).sum();

    assertThat(topTenth).isGreaterThan(sample.ratingsInTimeOrder().size() / 5);
  }

  @Test
  void shouldHaveAnOrder() {
    Map<String, Integer> last = new HashMap<>();
    int[] sequels = {0};
    sample
        .ratings()
        .forEach(
            r -> {
              int item = Integer.parseInt(r.itemId());
              Integer before = last.put(r.userId(), item);
              sequels[0] += before != null && before + 1 == item ? 1 : 0;
            });

    assertThat(sequels[0]).isGreaterThan(sample.ratingsInTimeOrder().size() / 8);
  }
}
