package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.DecayedCount;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PopularityRankingTest {
  private static final long MONTH = Duration.ofDays(30).toMillis();
  private final PopularityRanking ranking = new PopularityRanking();

  private void count(String itemId, double value, long asOf) {
    ranking.count(itemId, new DecayedCount(value, asOf));
  }

  @Test
  void shouldOrderByTheCountAtOneMomentTiesById() {
    for (String item : new String[] {"d", "c", "b", "a", "z", "y"}) {
      ranking.list(item);
    }
    count("a", 3, 2 * MONTH);
    count("b", 10, MONTH); // 5 a month later
    count("c", 3, 2 * MONTH);
    count("d", 100, 0); // 25 two months later

    assertThat(ranking.top(10)).containsExactly("d", "b", "a", "c", "y", "z");
    assertThat(ranking.top(2)).containsExactly("d", "b");
    assertThat(ranking.top(0)).isEmpty();
  }

  @Test
  void shouldLeaveOutWhatIsNotListedAndRememberItsCount() {
    count("a", 3, MONTH);
    count("b", 2, MONTH);
    ranking.list("b");
    assertThat(ranking.top(5)).containsExactly("b");

    ranking.list("a");
    ranking.unlist("b");
    assertThat(ranking.top(5)).containsExactly("a");
    ranking.list("b");
    count("b", 4, MONTH);
    assertThat(ranking.top(5)).containsExactly("b", "a");
    assertThat(ranking.size()).isEqualTo(2);
  }

  @Test
  void shouldRankAForgottenItemLast() {
    ranking.list("a");
    ranking.list("b");
    count("b", 1, MONTH);
    ranking.forget("b");

    assertThat(ranking.top(5)).containsExactly("a", "b");
  }
}
