package io.millrace.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.schemas.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleDeltaTest {
  private static final FeatureEncoder ENCODER =
      FeatureEncoder.fit(
          List.of(new Item("b", "B", 1990, List.of("Drama"), Map.of(), true, null)), List.of());
  private final Bundle base =
      new RandomBundle(1, 4, List.of("b", "d"), ENCODER).towers(5, 3).ranker(2, 6, 5).build();

  /** The base with one tensor's values changed. */
  private Bundle changed(String name, int at, float to) {
    List<Tensor> tensors = new ArrayList<>();
    for (Tensor tensor : base.tensors()) {
      float[] values = tensor.values().clone();
      if (tensor.name().equals(name)) {
        values[at] = to;
      }
      tensors.add(new Tensor(tensor.name(), tensor.rows(), tensor.columns(), values));
    }
    return new Bundle(base.itemIds(), ENCODER, tensors, Map.of("trained_until", "7"));
  }

  private static Bundle sent(Bundle delta) {
    return Bundle.read(delta.write());
  }

  @Test
  void shouldMakeTheWholeToTheLastBit() {
    Bundle whole = changed("user.table", 2 * 4 + 1, 0.5f);
    Bundle delta = sent(BundleDelta.between(base, whole));

    assertThat(BundleDelta.apply(base, delta).write()).isEqualTo(whole.write());
    assertThat(delta.tensor("user.table#values").rows()).isEqualTo(1);
    assertThat(delta.tensor("item.table#values").rows()).isZero();
    assertThat(delta.itemIds()).isEmpty();
    assertThat(delta.write().length).isLessThan(whole.write().length / 2);
  }

  @Test
  void shouldTellNoughtFromMinusNought() {
    Bundle nought = changed("user.table", 0, 0f);
    Bundle minus = changed("user.table", 0, -0f);

    Bundle delta = sent(BundleDelta.between(nought, minus));

    assertThat(BundleDelta.apply(nought, delta).write()).isEqualTo(minus.write());
  }

  @Test
  void shouldFollowItemsToTheirNewRows() {
    // b and d stood in rows 1 and 2; now a, b, c, d, in 1 to 4.
    Tensor before = base.tensor("item.table");
    float[] table = new float[5 * 4];
    System.arraycopy(before.values(), 0, table, 0, 4);
    System.arraycopy(before.values(), 4, table, 2 * 4, 4);
    System.arraycopy(before.values(), 8, table, 4 * 4, 4);
    List<Tensor> tensors = new ArrayList<>(base.tensors());
    tensors.removeIf(tensor -> tensor.name().equals("item.table"));
    tensors.addFirst(new Tensor("item.table", 5, 4, table));
    Bundle whole = new Bundle(List.of("a", "b", "c", "d"), ENCODER, tensors, base.facts());

    Bundle delta = sent(BundleDelta.between(base, whole));

    assertThat(delta.tensor("item.table#values").rows()).isEqualTo(2); // a's and c's
    assertThat(BundleDelta.apply(base, delta).write()).isEqualTo(whole.write());
  }

  @Test
  void shouldCarryTensorsOfAnotherShapeOrNewAsAWhole() {
    List<Tensor> tensors = new ArrayList<>(base.tensors());
    tensors.removeIf(tensor -> tensor.name().equals("user.table"));
    tensors.add(new Tensor("user.table", 2, 3, new float[] {1, 2, 3, 4, 5, 6}));
    tensors.add(new Tensor("new", 1, 1, new float[] {7}));
    Bundle whole = new Bundle(base.itemIds(), ENCODER, tensors, base.facts());

    Bundle delta = sent(BundleDelta.between(base, whole));

    assertThat(BundleDelta.apply(base, delta).write()).isEqualTo(whole.write());
  }

  @Test
  void shouldRefuseABaseThatHasNotTheRows() {
    Bundle delta = BundleDelta.between(base, changed("user.table", 0, 1f));
    Bundle other = new RandomBundle(1, 3, List.of("b", "d"), ENCODER).towers(5, 3).build();

    assertThatThrownBy(() -> BundleDelta.apply(other, delta))
        .isInstanceOf(BundleFault.class)
        .hasMessageContaining("takes row");
  }

  @Test
  void shouldRefuseWhatIsNoDelta() {
    assertThatThrownBy(() -> BundleDelta.apply(base, base))
        .isInstanceOf(BundleFault.class)
        .hasMessageContaining("must hold rows and values");
    Bundle unsorted =
        new Bundle(
            List.of(),
            ENCODER,
            List.of(
                new Tensor("user.table#rows", 1, 3, bits(8, 5, 2)),
                new Tensor("user.table#values", 2, 4, new float[8])),
            Map.of());
    assertThatThrownBy(() -> BundleDelta.apply(base, unsorted))
        .isInstanceOf(BundleFault.class)
        .hasMessageContaining("rising rows below 8");
  }

  private static float[] bits(int... numbers) {
    float[] bits = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      bits[i] = Float.intBitsToFloat(numbers[i]);
    }
    return bits;
  }
}
