package io.millrace.model.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.experiment.TeamDraft.Drafted;
import io.millrace.model.experiment.TeamDraft.Team;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TeamDraftTest {
  private static final long SEED = Long.getLong("seed", 20081026L);

  private final Random random = new Random(SEED);
  private final TeamDraft<String> draft = new TeamDraft<>(Function.identity(), random);

  private static List<String> items(List<Drafted<String>> drafted) {
    return drafted.stream().map(Drafted::item).toList();
  }

  private static long size(List<Drafted<String>> drafted, Team team) {
    return drafted.stream().filter(item -> item.team() == team).count();
  }

  /** By hand: in each round both take their best that is left, in the order that the coin says. */
  @Test
  void shouldTakeTheBestLeftOfEachInEveryRound() {
    for (int run = 0; run < 50; run++) {
      List<Drafted<String>> drafted =
          draft.of(List.of("a", "b", "c", "d"), List.of("b", "e", "a", "f"), 4);

      assertThat(items(drafted).subList(0, 2))
          .as("seed %d", SEED)
          .containsExactlyInAnyOrder("a", "b");
      assertThat(items(drafted).subList(2, 4))
          .as("seed %d", SEED)
          .containsExactlyInAnyOrder("c", "e");
      assertThat(size(drafted, Team.FIRST)).isEqualTo(2);
      assertThat(size(drafted, Team.SECOND)).isEqualTo(2);
    }
  }

  @Test
  void shouldHaveNoItemTwiceAndTeamsOfASizeInEveryPrefixOfWholeRounds() {
    for (int run = 0; run < 200; run++) {
      List<String> first = shuffled(20);
      List<String> second = shuffled(20);

      List<Drafted<String>> drafted = draft.of(first, second, 15);

      assertThat(items(drafted)).as("seed %d", SEED).doesNotHaveDuplicates().hasSize(15);
      for (int end = 2; end <= 14; end += 2) {
        List<Drafted<String>> prefix = drafted.subList(0, end);
        assertThat(size(prefix, Team.FIRST)).as("seed %d", SEED).isEqualTo(end / 2);
      }
    }
  }

  private List<String> shuffled(int n) {
    List<String> list = new ArrayList<>(IntStream.range(0, n).mapToObj(String::valueOf).toList());
    Collections.shuffle(list, random);
    return list;
  }

  /** Who clicks by place alone must favour nobody, whatever the lists are. */
  @Test
  void shouldGiveBothTeamsHalfOfEveryPlace() {
    int runs = 4000;
    int[] firsts = new int[6];
    List<String> first = shuffled(10);
    List<String> second = shuffled(10);
    for (int run = 0; run < runs; run++) {
      List<Drafted<String>> drafted = draft.of(first, second, firsts.length);
      for (int place = 0; place < firsts.length; place++) {
        firsts[place] += drafted.get(place).team() == Team.FIRST ? 1 : 0;
      }
    }
    // 4 standard deviations of a fair coin
    for (int count : firsts) {
      assertThat(count / (double) runs).as("seed %d", SEED).isCloseTo(0.5, within(0.032));
    }
  }

  @Test
  void shouldGiveNobodyWhatOneListAloneHasLeft() {
    List<Drafted<String>> drafted = draft.of(List.of("a", "b", "c", "d"), List.of("a", "b"), 10);

    assertThat(items(drafted)).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(drafted.get(2).team()).isNotEqualTo(Team.SECOND);
    assertThat(drafted.get(3).team()).isEqualTo(Team.NEITHER);
    assertThat(draft.of(List.of(), List.of(), 10)).isEmpty();
    assertThat(draft.of(List.of("a"), List.of(), 10))
        .containsExactly(new Drafted<>("a", Team.NEITHER));
  }
}
