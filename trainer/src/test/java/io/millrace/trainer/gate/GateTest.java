package io.millrace.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate(0.02);

  private static Map<String, Double> of(double ndcg) {
    return Map.of("ndcg@10", ndcg, "predictions", 100.0);
  }

  @Test
  void shouldPassWhatBeatsPopularityAndTheLiveGeneration() {
    assertThat(gate.refusal(100, of(0.10), of(0.02), of(0.09))).isNull();
  }

  @Test
  void shouldPassWithinTheTolerance() {
    assertThat(gate.refusal(100, of(0.0981), of(0.02), of(0.1))).isNull();
  }

  @Test
  void shouldRefuseWhatFallsBehindTheLiveGenerationAndSayBothFigures() {
    assertThat(gate.refusal(100, of(0.0979), of(0.02), of(0.1)))
        .contains("live generation")
        .contains("0.0980")
        .contains("0.0979");
  }

  @Test
  void shouldHoldACandidateAgainstTheBetterOfTwo() {
    assertThat(Gate.strongest(List.of(of(0.09), of(0.1)))).isEqualTo(of(0.1));
    assertThat(Gate.strongest(List.of(of(0.1), of(0.09)))).isEqualTo(of(0.1));
    assertThat(Gate.strongest(List.of())).isEmpty();
  }

  @Test
  void shouldRefuseWhatDoesNotBeatPopularity() {
    assertThat(gate.refusal(100, of(0.02), of(0.02), Map.of())).contains("popularity");
  }

  @Test
  void shouldRefuseWhatIsNotANumber() {
    assertThat(gate.refusal(100, of(Double.NaN), of(0.02), Map.of())).contains("NaN");
  }

  @Test
  void shouldRefuseWhatCouldNotBeJudged() {
    Map<String, Double> nothing = Map.of("ndcg@10", 0.0, "predictions", 0.0);
    assertThat(gate.refusal(30, nothing, nothing, Map.of()))
        .contains("predictions: must be at least 1", "none of the 30 newest ratings");
    assertThat(gate.refusal(0, nothing, nothing, Map.of()))
        .contains("predictions: must be at least 1", "no rating is newer", "all of one time?")
        .doesNotContain("had rated before");
  }
}
