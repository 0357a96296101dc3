package io.millrace.model.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.experiment.Assignment.Place;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentArm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private static final int USERS = 20_000;

  private static Experiment experiment(
      String id, String layer, int first, int buckets, double share) {
    return new Experiment(
        id,
        "",
        layer,
        first,
        buckets,
        id + "-salt",
        List.of(
            new ExperimentArm("control", 1 - share, null, null, null, null, null),
            new ExperimentArm("diverse", share, null, 0.3, null, null, null)),
        7L,
        1000L + first,
        false);
  }

  private static Map<String, Integer> counts(Experiment... experiments) {
    Map<String, Integer> counts = new HashMap<>();
    for (int user = 0; user < USERS; user++) {
      Assignment.places(List.of(experiments), "u" + user)
          .forEach(place -> counts.merge(place.label(), 1, Integer::sum));
    }
    return counts;
  }

  @Test
  void shouldGiveEachArmItsShareOfTheUsers() {
    Map<String, Integer> counts = counts(experiment("x", "list", 0, 5000, 0.2));

    // four standard errors of a share of 20,000 users
    assertThat(counts.getOrDefault("x@7:control", 0) / (double) USERS)
        .isCloseTo(0.4, within(0.014));
    assertThat(counts.getOrDefault("x@7:diverse", 0) / (double) USERS)
        .isCloseTo(0.1, within(0.009));
  }

  @Test
  void shouldPutNobodyInTwoExperimentsOfALayer() {
    Experiment a = experiment("a", "list", 0, 6000, 0.5);
    Experiment overlapping = experiment("b", "list", 5000, 5000, 0.5);
    Experiment elsewhere = experiment("c", "other", 0, 10_000, 0.5);

    for (int user = 0; user < 2000; user++) {
      List<Place> places = Assignment.places(List.of(overlapping, elsewhere, a), "u" + user);
      assertThat(places).extracting(p -> p.experiment().getLayer()).doesNotHaveDuplicates();
      assertThat(places).extracting(p -> p.experiment().getLayer()).contains("other");
      if (Assignment.has(a, "u" + user)) {
        assertThat(places).extracting(p -> p.experiment().getExperimentId()).contains("a");
      }
    }
  }

  @Test
  void shouldDrawArmsOfTwoLayersIndependently() {
    Experiment a = experiment("a", "one", 0, 10_000, 0.5);
    Experiment b = experiment("b", "two", 0, 10_000, 0.5);
    int both = 0;
    for (int user = 0; user < USERS; user++) {
      both +=
          Assignment.arm(a, "u" + user).getName().equals("diverse")
                  && Assignment.arm(b, "u" + user).getName().equals("diverse")
              ? 1
              : 0;
    }
    assertThat(both / (double) USERS).isCloseTo(0.25, within(0.0125));
  }

  /** Frozen: who is where must never change with a release. */
  @Test
  void shouldPutTheSameUsersInTheSameArmsForEver() {
    Experiment a = experiment("a", "list", 0, 10_000, 0.5);
    StringBuilder arms = new StringBuilder();
    for (int user = 0; user < 32; user++) {
      arms.append(Assignment.arm(a, "u" + user).getName().charAt(0));
    }
    assertThat(arms).hasToString(FROZEN);
  }

  private static final String FROZEN = "cdccdccddddccdcccdcccccdcdcddcdd";

  @Test
  void shouldFindTheFirstGap() {
    Experiment a = experiment("a", "list", 0, 2000, 0.5);
    Experiment b = experiment("b", "list", 5000, 4000, 0.5);

    assertThat(Assignment.firstFree(List.of(), 10_000)).isZero();
    assertThat(Assignment.firstFree(List.of(b, a), 3000)).isEqualTo(2000);
    assertThat(Assignment.firstFree(List.of(b, a), 1000)).isEqualTo(2000);
    assertThat(Assignment.firstFree(List.of(b, a), 3001)).isEqualTo(-1);
    assertThat(Assignment.firstFree(List.of(a), 8000)).isEqualTo(2000);
  }
}
