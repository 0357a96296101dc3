package io.millrace.recommend.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.model.drift.PopulationStability;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static final List<String> TWENTY = IntStream.range(0, 20).mapToObj(i -> "i" + i).toList();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Drift drift = new Drift(20, meters);

  @Test
  void shouldSeeThatOnlyThePopularAreRated() {
    drift.serves("g000001", TWENTY);
    TWENTY.forEach(item -> drift.rated(item, 8));
    assertThat(psi("item_popularity")).isNaN();
    for (int i = 0; i < 20; i++) {
      drift.rated("i0", 8);
    }
    long[] even = {2, 2, 2, 2, 2, 2, 2, 2, 2, 2};
    long[] first = {20, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    assertThat(psi("item_popularity"))
        .isCloseTo(PopulationStability.index(even, first), within(1e-12));
    assertThat(psi("rating_value")).isZero();
  }

  @Test
  void shouldGoOnThroughUpdatesAndBeginAnewWithAnotherGeneration() {
    drift.serves("g000001", TWENTY);
    for (int i = 0; i < 20; i++) {
      drift.answered(i);
    }
    drift.serves("g000001", TWENTY);
    for (int i = 0; i < 20; i++) {
      drift.answered(0);
    }
    assertThat(psi("score")).isGreaterThan(0.25);
    drift.serves("g000009", TWENTY);
    assertThat(psi("score")).isNaN();
  }

  private double psi(String of) {
    return meters.get("millrace.recommend.drift.psi").tag("of", of).gauge().value();
  }
}
