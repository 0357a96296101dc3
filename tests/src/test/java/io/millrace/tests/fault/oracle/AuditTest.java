package io.millrace.tests.fault.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.RatingEvent;
import io.millrace.tests.fault.oracle.Expectation.Pair;
import io.millrace.tests.fault.oracle.Expectation.Rated;
import io.millrace.tests.fault.oracle.Expectation.Sum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Ann rates the first item, changes her mind twice, the second time within the same millisecond,
 * says so again, and an older rating of hers comes late; Ben rates once.
 */
final class AuditTest {
  private static final Pair ANN = new Pair("ann", "1");
  private static final Pair BEN = new Pair("ben", "1");
  private static final List<Rated> OF_ANN =
      List.of(new Rated(8, 100), new Rated(6, 200), new Rated(10, 200));
  private static final List<Rated> OF_BEN = List.of(new Rated(4, 150));

  private final Expectation expectation = new Expectation();

  @BeforeEach
  void send() {
    send(ANN, 4, 100);
    send(BEN, 2, 150);
    send(ANN, 3, 200);
    send(ANN, 5, 200);
    send(ANN, 5, 200);
    send(ANN, 1, 50);
    expectation.refused(0, 7);
  }

  private void send(Pair pair, double stars, long time) {
    expectation.sent(new RatingEvent(pair.userId(), pair.itemId(), stars, time, null));
  }

  private static Found found(Map<Pair, List<Rated>> examples) {
    return new Found(
        Map.of(ANN, new Rated(10, 200), BEN, new Rated(4, 150)),
        examples,
        Map.of("ann", new Sum(1, 10), "ben", new Sum(1, 4)),
        Map.of("1", new Sum(2, 14)),
        Map.of("ratings.v1-0-7", 1));
  }

  private List<String> differences(Map<Pair, List<Rated>> examples) {
    return new Audit(expectation).differences(found(examples));
  }

  @Test
  void shouldFindNothingWhenAllIsAsItWasSent() {
    assertThat(differences(Map.of(ANN, OF_ANN, BEN, OF_BEN))).isEmpty();
  }

  @Test
  void shouldMissTheExampleOfARatingThatWasReplacedLater() {
    assertThat(differences(Map.of(ANN, List.of(OF_ANN.get(0), OF_ANN.get(2)), BEN, OF_BEN)))
        .singleElement()
        .asString()
        .startsWith("training-examples: " + ANN);
  }

  @Test
  void shouldMissAllExamplesOfAPair() {
    assertThat(differences(Map.of(ANN, OF_ANN)))
        .containsExactly("training-examples: %s must be %s, is null".formatted(BEN, OF_BEN));
  }

  @Test
  void shouldFindAnExampleTooMany() {
    List<Rated> superseded = List.of(OF_ANN.get(0), OF_ANN.get(1), OF_ANN.get(2), new Rated(2, 50));
    List<Rated> twice = List.of(OF_BEN.getFirst(), OF_BEN.getFirst());

    assertThat(differences(Map.of(ANN, superseded, BEN, OF_BEN))).hasSize(1);
    assertThat(differences(Map.of(ANN, OF_ANN, BEN, twice))).hasSize(1);
    assertThat(differences(Map.of(ANN, OF_ANN, BEN, OF_BEN, new Pair("eve", "1"), OF_BEN)))
        .hasSize(1);
  }

  @Test
  void shouldFindExamplesInAnotherOrder() {
    assertThat(differences(Map.of(ANN, OF_ANN.reversed(), BEN, OF_BEN))).hasSize(1);
  }

  @Test
  void shouldFindWhatDiffersOnEachOtherTopic() {
    Found right = found(Map.of(ANN, OF_ANN, BEN, OF_BEN));
    Map<Pair, Rated> held = new HashMap<>(right.held());
    held.put(ANN, OF_ANN.get(1));

    Found wrong =
        new Found(
            held,
            right.examples(),
            Map.of("ann", new Sum(2, 14), "ben", new Sum(1, 4)),
            Map.of(),
            Map.of("ratings.v1-0-7", 2));

    assertThat(new Audit(expectation).differences(wrong))
        .extracting(difference -> difference.substring(0, difference.indexOf(':')))
        .containsExactly("user-items", "user-features", "item-features", "rejects");
  }
}
