package io.millrace.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.schemas.Item;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WarmStartTest {
  private final FeatureEncoder encoder = FeatureEncoder.fit(List.of(item("Drama")), List.of());
  private final Bundle bundle =
      new Bundle(
          List.of("a", "c"),
          encoder,
          List.of(new Tensor("item.table", 3, 2, new float[] {5, 6, 1, 2, 3, 4})),
          Map.of());

  private static Item item(String genre) {
    return new Item("a", "A", 1990, List.of(genre), Map.of(), true, null);
  }

  @Test
  void shouldLetRowsFollowTheirItemsAndGiveNewItemsTheUnknownsRow() {
    Map<String, Tensor> tensors = WarmStart.tensors(bundle, List.of("a", "b", "c"), 1);

    float[] values = Objects.requireNonNull(tensors.get("item.table")).values();
    assertThat(values).hasSize(8);
    assertThat(new float[] {values[0], values[1]}).containsExactly(5, 6);
    assertThat(new float[] {values[2], values[3]}).containsExactly(1, 2);
    assertThat(values[4]).isCloseTo(5, within(0.1f));
    assertThat(values[5]).isCloseTo(6, within(0.1f));
    assertThat(new float[] {values[6], values[7]}).containsExactly(3, 4);
  }
}
