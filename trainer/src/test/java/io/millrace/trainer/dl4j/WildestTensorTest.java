package io.millrace.trainer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.bundle.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class WildestTensorTest {
  private static Tensor tensor(String name, float... values) {
    return new Tensor(name, 1, values.length, values);
  }

  @Test
  void shouldNameTheFirstThatIsNotFiniteAndElseTheGreatest() {
    Tensor small = tensor("small", 1, -2);
    Tensor great = tensor("great", 3, -1e8f);
    Tensor none = tensor("none", 0, Float.NaN);
    Tensor infinite = tensor("infinite", Float.NEGATIVE_INFINITY);

    assertThat(WildestTensor.of(List.of(small, great))).isEqualTo("great");
    assertThat(WildestTensor.of(List.of(small, great, none, infinite))).isEqualTo("none");
    assertThat(WildestTensor.of(List.of(infinite, none))).isEqualTo("infinite");
  }
}
