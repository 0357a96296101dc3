package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.encode.SourceRanks;
import io.millrace.model.retrieval.SourceKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProposalsTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private final Proposals proposals = new Proposals(4);

  @Test
  void shouldKeepEachItemOnceHoweverMany() {
    Random random = new Random(SEED);
    Map<String, Double> expected = new HashMap<>();
    for (int i = 0; i < 5000; i++) {
      // "Aa" and "BB" have the same hash, as have all that begin with them and end alike.
      String id = (random.nextBoolean() ? "Aa" : "BB") + random.nextInt(700);
      proposals.of(id).follows(1);
      expected.merge(id, 1.0, Double::sum);
    }
    Map<String, Double> found = new HashMap<>();
    proposals.forEach(
        proposal -> {
          assertThat(found.put(proposal.itemId(), proposal.following())).isNull();
        });
    assertThat(found).as("seed %d", SEED).isEqualTo(expected);
  }

  @Test
  void shouldOrderByTheSumOfReciprocalRanksThenById() {
    proposals.of("followed").follows(0.5);
    proposals.of("second").propose(SourceKind.INDEX, 2);
    proposals.of("both").propose(SourceKind.INDEX, 40);
    proposals.of("both").propose(SourceKind.FRESH, 40);
    proposals.of("b").propose(SourceKind.POPULARITY, 7);
    proposals.of("a").propose(SourceKind.TRANSITIONS, 7);

    Proposal[] best = proposals.bestFirst();

    // 1 / 62, 2 / 100, 1 / 67; what merely follows is no proposal.
    assertThat(best).extracting(Proposal::itemId).containsExactly("both", "second", "a", "b");
    assertThat(best[0].fused()).isCloseTo(0.02, within(1e-12));
    assertThat(best[0].ranks()).isEqualTo(new SourceRanks(40, 0, 0, 40));
    assertThat(proposals.of("followed").ranks()).isEqualTo(SourceRanks.NONE);
  }
}
