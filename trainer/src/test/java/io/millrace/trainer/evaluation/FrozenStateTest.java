package io.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.feature.FeatureSettings;
import io.millrace.model.feature.InMemoryFeatures;
import io.millrace.model.feature.Rating;
import io.millrace.model.feature.TransitionRow;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrozenStateTest {
  private static final long EARLY = 1_000_000;
  private static final long LATE = 9_000_000_000L;

  @Test
  void shouldAskAboutAMomentBeforeOthersEventsWhenMovedThere() {
    InMemoryFeatures base = new InMemoryFeatures(FeatureSettings.defaults());
    base.accept(new Rating("u", "a", 8, EARLY, 0, 0));
    base.accept(new Rating("v", "a", 8, LATE, 0, 1));
    MovingView view = new FrozenState(base, List.of("a"), FeatureSettings.defaults()).view();

    assertThat(view.now()).isEqualTo(LATE);
    view.advance(EARLY + 5);
    assertThat(view.now()).isEqualTo(EARLY + 5);
  }

  @Test
  void shouldLeaveWhatIsFreshAsItWas() {
    InMemoryFeatures base = new InMemoryFeatures(FeatureSettings.defaults());
    List.of("a", "b", "c").forEach(id -> base.putItem(item(id)));
    base.accept(new Rating("u", "a", 8, LATE, 0, 0));
    base.accept(new Rating("u", "b", 8, LATE + 1, 0, 1));
    FrozenState state = new FrozenState(base, List.of("a", "b", "c"), FeatureSettings.defaults());
    MovingView view = state.view();

    view.accept(new Rating("u", "c", 8, LATE + 2, 0, 2));
    base.accept(new Rating("u", "c", 8, LATE + 2, 0, 2));
    view.advance(LATE + 3);

    // The newest of the rated, the unrated, the other rated; the base itself has moved on.
    assertThat(view.fresh(10)).containsExactly("b", "c", "a");
    assertThat(view.fresh(1)).containsExactly("b");
    assertThat(base.fresh(10)).containsExactly("c", "b", "a");
  }

  private static Item item(String id) {
    return new Item(id, "Title", 1990, List.of(), Map.of(), true, null);
  }

  @Test
  void shouldKnowOfWhomItIntroducesTheProfileAlone() {
    InMemoryFeatures base = new InMemoryFeatures(FeatureSettings.defaults());
    base.putUser(new User("u", new Demographics(25, "F", "artist", null), Map.of()));
    base.accept(new Rating("u", "a", 8, EARLY, 0, 0));
    FrozenState state = new FrozenState(base, List.of("a"), FeatureSettings.defaults());
    FrozenView view = state.withoutHistories();

    view.introduce("new", "u");

    assertThat(view.profile("new")).isEqualTo(base.profile("u")).isNotNull();
    assertThat(view.user("new")).isNull();
    view.accept(new Rating("new", "b", 4, LATE, 0, 1));
    List<String> rated = new ArrayList<>();
    view.ratings("new", (itemId, halfStars) -> rated.add(itemId + " " + halfStars));
    assertThat(rated).containsExactly("b 4");
  }

  @Test
  void shouldLeaveWhatFollowsAsItWas() {
    InMemoryFeatures base = new InMemoryFeatures(FeatureSettings.defaults());
    base.accept(new Rating("u", "a", 8, EARLY, 0, 0));
    base.accept(new Rating("u", "b", 8, LATE, 0, 1));
    FrozenState state = new FrozenState(base, List.of("a", "b"), FeatureSettings.defaults());

    base.accept(new Rating("u", "c", 8, LATE + 1, 0, 2));

    assertThat(state.view().successors("a").entries())
        .extracting(TransitionRow.Entry::itemId)
        .containsExactly("b");
    assertThat(state.view().successors("z")).isSameAs(TransitionRow.EMPTY);
  }
}
