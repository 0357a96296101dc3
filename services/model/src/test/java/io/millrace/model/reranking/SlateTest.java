package io.millrace.model.reranking;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.filter.ItemField;
import io.millrace.schemas.Item;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlateTest {
  private static final ItemField GENRE = Objects.requireNonNull(ItemField.named("genre", Set.of()));
  private static final Exploration NONE = new Exploration(0, 0);

  /** Scores 1.0, 0.9, ...; a, b and c are nearly the same, d and e another kind. */
  private final List<Contender> ranked =
      List.of(
          contender("a", 1.0, new float[] {1, 0}, "Drama"),
          contender("b", 0.9, new float[] {1, 0}, "Drama", "War"),
          contender("c", 0.8, new float[] {0.8f, 0.6f}, "Drama"),
          contender("d", 0.7, new float[] {0, 1}, "Comedy"),
          contender("e", 0.5, new float[] {0, 1}, "Comedy"));

  @Test
  void shouldGoByScoreWhenNothingElseIsAsked() {
    assertThat(ids(slate(3, rules(0), Map.of(), List.of()))).containsExactly("a", "b", "c");
    assertThat(ids(slate(9, rules(0), Map.of(), List.of())))
        .containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void shouldTradeScoreForBeingUnlikeWhenDiversityIsAsked() {
    // Relevance 1, 0.8, 0.6, 0.4, 0. After a, at d = 0.5: b 0.4 - 0.5, c 0.3 - 0.4, d 0.2, e 0.
    // After d: b -0.1, c 0.3 - 0.4 (more like a), e 0 - 0.5: a tie of b and c to the float's error.
    assertThat(ids(slate(2, rules(0.5), Map.of(), List.of()))).containsExactly("a", "d");
    // At d = 0.1: b 0.72 - 0.1, d 0.36: score still wins.
    assertThat(ids(slate(2, rules(0.1), Map.of(), List.of()))).containsExactly("a", "b");
    // At d = 1 nothing but likeness counts: e is as unlike a as d is, and d is ranked higher.
    assertThat(ids(slate(3, rules(1), Map.of(), List.of()))).containsExactly("a", "d", "c");
  }

  @Test
  void shouldGoByGenresWhereThereAreNoVectors() {
    List<Contender> bare =
        List.of(
            contender("a", 1.0, null, "Drama", "War"),
            contender("b", 0.9, null, "Drama", "War"),
            contender("c", 0.8, null, "Drama"),
            contender("d", 0.7, null, "Comedy"));
    Slate slate = new Slate(2, rules(0.6), Map.of(), List.of(), bare);
    assertThat(ids(slate)).containsExactly("a", "d");
  }

  @Test
  void shouldBeginAsTheShorterListDoes() {
    for (double diversity : new double[] {0, 0.3, 0.7}) {
      SlateRules rules =
          new SlateRules(diversity, List.of(new Cap(GENRE, 2)), new Exploration(0.4, 5));
      Map<Integer, Contender> pins = Map.of(4, contender("p", 0, null, "War"));
      List<Contender> tried = List.of(contender("x", 0.1, null), contender("y", 0.1, null));
      List<String> whole = ids(slate(8, rules, pins, tried));
      for (int n = 1; n < 8; n++) {
        List<String> first = whole.subList(0, Math.min(n, whole.size()));
        assertThat(ids(slate(n, rules, pins, tried))).isEqualTo(first);
      }
    }
  }

  @Test
  void shouldNotPassCapsButWithPins() {
    SlateRules capped = new SlateRules(0, List.of(new Cap(GENRE, 2)), NONE);
    assertThat(ids(slate(9, capped, Map.of(), List.of()))).containsExactly("a", "b", "d", "e");
    Map<Integer, Contender> pins =
        Map.of(
            1,
            contender("p", 0, null, "Drama"),
            2,
            contender("q", 0, null, "Drama"),
            3,
            contender("r", 0, null, "Drama"));
    assertThat(ids(slate(9, capped, pins, List.of()))).containsExactly("p", "q", "r", "d", "e");
  }

  @Test
  void shouldPutPinsAtTheirPlacesAndNowhereElse() {
    Map<Integer, Contender> pins = Map.of(2, ranked.get(4), 9, ranked.getFirst());
    assertThat(ids(slate(3, rules(0), pins, List.of()))).containsExactly("b", "e", "c");
    assertThat(ids(slate(8, rules(0), pins, List.of()))).containsExactly("b", "e", "c", "d", "a");
  }

  @Test
  void shouldGiveTheShareOfPlacesToItemsToBeTried() {
    List<Contender> tried =
        IntStream.range(0, 50).mapToObj(i -> contender("x" + i, 0, null)).toList();
    List<Contender> many =
        IntStream.range(0, 100).mapToObj(i -> contender("r" + i, 1 - i / 100.0, null)).toList();
    SlateRules rules = new SlateRules(0, List.of(), new Exploration(0.25, 77));
    Slate slate = new Slate(40, rules, Map.of(), tried, many);
    slate.fill();
    List<Placed> list = slate.finish();
    assertThat(list.stream().filter(p -> p.placement() == Placement.EXPLORED)).hasSize(10);
    assertThat(list.stream().filter(p -> p.placement() == Placement.EXPLORED))
        .extracting(p -> p.contender().itemId())
        .startsWith("x0", "x1", "x2");
    for (int at = 0; at < 40; at += 4) {
      assertThat(list.subList(at, at + 4).stream())
          .filteredOn(p -> p.placement() == Placement.EXPLORED)
          .hasSize(1);
    }
  }

  @Test
  void shouldTakeRankedItemsWhereThereIsNothingLeftToTry() {
    SlateRules rules = new SlateRules(0, List.of(), new Exploration(1, 1));
    assertThat(ids(slate(4, rules, Map.of(), List.of(contender("x", 0, null)))))
        .containsExactly("x", "a", "b", "c");
  }

  @Test
  void shouldTakeWhatIsAddedAfterTheRanked() {
    Slate slate =
        slate(7, new SlateRules(0, List.of(new Cap(GENRE, 3)), NONE), Map.of(), List.of());
    slate.fill();
    assertThat(slate.wanting()).isEqualTo(2);
    assertThat(slate.admits(contender("f", 0, null, "Drama").item())).isFalse();
    assertThat(slate.admits(contender("a", 0, null, "Comedy").item())).isFalse();
    slate.add(List.of(contender("f", 0.2, null, "Comedy"), contender("g", 0.1, null, "Comedy")));
    assertThat(ids(slate)).containsExactly("a", "b", "c", "d", "e", "f");
  }

  @Test
  void shouldGivePinsWithoutAPlaceTheFirstThatIsFree() {
    List<Pin> pins =
        List.of(
            new Pin("a", 0), new Pin("b", 1), new Pin("gone", 0), new Pin("c", 0), new Pin("d", 3));
    assertThat(Pins.places(pins, id -> !id.equals("gone")))
        .isEqualTo(Map.of(1, "b", 2, "a", 3, "d", 4, "c"));
  }

  private Slate slate(
      int size, SlateRules rules, Map<Integer, Contender> pins, List<Contender> explored) {
    return new Slate(size, rules, pins, explored, ranked);
  }

  private static SlateRules rules(double diversity) {
    return new SlateRules(diversity, List.of(), NONE);
  }

  private static List<String> ids(Slate slate) {
    slate.fill();
    return slate.finish().stream().map(p -> p.contender().itemId()).toList();
  }

  private static Contender contender(
      String id, double score, float @Nullable [] vector, String... genres) {
    Item item = new Item(id, null, null, Arrays.asList(genres), Map.of(), true, null);
    return new Contender(item, score, vector);
  }
}
