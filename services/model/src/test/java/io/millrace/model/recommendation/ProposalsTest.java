package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.encode.SourceRanks;
import io.millrace.model.retrieval.SourceKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProposalsTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private final TinyWorld world = new TinyWorld();
  private final Proposals proposals = new Proposals(world);

  private int row(String itemId) {
    return proposals.row(world.ordinals().of(itemId));
  }

  private List<String> ids(int[] rows) {
    return IntStream.of(rows).mapToObj(proposals::itemId).toList();
  }

  @Test
  void shouldKeepEachItemOnceHoweverManyAndNoneOfTheQueryBefore() {
    Random random = new Random(SEED);
    for (int query = 0; query < 3; query++) {
      proposals.clear();
      Map<String, Double> expected = new HashMap<>();
      for (int i = 0; i < 9000; i++) {
        String id = "i" + random.nextInt(4000);
        proposals.follows(row(id), 1);
        expected.merge(id, 1.0, Double::sum);
      }
      Map<String, Double> found = new HashMap<>();
      for (int row = 0; row < proposals.size(); row++) {
        assertThat(found.put(proposals.itemId(row), proposals.following(row))).isNull();
      }
      assertThat(found).as("seed %d", SEED).isEqualTo(expected);
    }
  }

  @Test
  void shouldOrderByTheSumOfReciprocalRanksThenById() {
    proposals.follows(row("followed"), 0.5);
    proposals.propose(row("second"), SourceKind.INDEX, 2);
    proposals.propose(row("both"), SourceKind.INDEX, 40);
    proposals.propose(row("both"), SourceKind.FRESH, 40);
    proposals.propose(row("b"), SourceKind.POPULARITY, 7);
    proposals.propose(row("a"), SourceKind.TRANSITIONS, 7);

    int[] best = proposals.bestFirst();

    // 1 / 62, 2 / 100, 1 / 67; what merely follows is no proposal.
    assertThat(ids(best)).containsExactly("both", "second", "a", "b");
    assertThat(proposals.fused(best[0])).isCloseTo(0.02, within(1e-12));
    assertThat(proposals.ranks(best[0])).isEqualTo(new SourceRanks(40, 0, 0, 40));
    assertThat(proposals.ranks(row("followed"))).isEqualTo(SourceRanks.NONE);
  }

  @Test
  void shouldOrderWhatFollowsByWeightsThatNoFloatTellsApart() {
    proposals.follows(row("b"), 0.3);
    proposals.follows(row("a"), 0.3);
    proposals.follows(row("least"), 0.3 - 1e-12);
    proposals.follows(row("most"), 0.3 + 1e-12);
    proposals.follows(row("far"), 0.2);
    row("follows nothing");

    assertThat(ids(proposals.heaviestFirst())).containsExactly("most", "a", "b", "least", "far");
  }

  @Test
  void shouldAskOnceWhetherAnItemMayBeInTheAnswer() {
    world.items("a", "b", "c");
    Eligibility eligibility =
        new Eligibility(
            world, RecommendationQuery.forUser("u", 10).excluding(Set.of("b", "never heard of")));
    int c = row("c");

    assertThat(proposals.admits(world.ordinals().of("a"), eligibility)).isTrue();
    assertThat(proposals.admits(world.ordinals().of("b"), eligibility)).isFalse();
    assertThat(proposals.passes(c, eligibility)).isTrue();
    world.delete("a").delete("c");

    assertThat(proposals.admits(world.ordinals().of("a"), eligibility)).isTrue();
    assertThat(proposals.item(c)).isNotNull();
    assertThat(proposals.size()).as("b has got no row").isEqualTo(2);
    proposals.clear();
    assertThat(proposals.admits(world.ordinals().of("a"), eligibility)).isFalse();
  }
}
