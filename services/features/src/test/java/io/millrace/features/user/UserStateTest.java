package io.millrace.features.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.DecayedCount;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.GenreTastes;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.RatingStatistics;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UserAggregates;
import io.millrace.schemas.UserFeatures;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserStateTest {
  private static UserFeatures features(List<RatedItem> recent) {
    UserAggregates aggregates =
        new UserAggregates(
            new RatingStatistics(2L, 14L, 116L),
            new DecayedCount(1.5, 5L),
            new GenreTastes(5L, List.of(new GenreTaste("Film-Noir", -2.5, 1.0))),
            5L,
            new Demographics(25, "F", null, "48067"));
    return new UserFeatures("u\u00e4", aggregates, recent, 3, 17L);
  }

  @Test
  void shouldSpliceTheVeryBytesThatTheCodecWrites() {
    for (UserFeatures features :
        List.of(
            features(List.of()),
            features(List.of(new RatedItem("i", 9, 5L), new RatedItem("\u20ac", 1, 6L))))) {
      assertThat(UserState.of(features).encoded())
          .isEqualTo(Topics.USER_FEATURES.codec().encode(features));
    }
  }

  @Test
  void shouldReadBackFromTheStore() {
    UserState state = UserState.of(features(List.of(new RatedItem("i", 9, 5L))));
    UserState read = UserState.form().decode(UserState.form().encode(state));

    assertThat(read.features()).isEqualTo(state.features());
    assertThat(read.aggregates()).isEqualTo(state.aggregates());
    assertThat(read.encoded()).isEqualTo(state.encoded());
  }
}
