package io.millrace.model.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What makes one bundle out of another: the rows of tensors that differ, bit by bit; whatever is
 * equal stays where it is, in the base. A row of {@code item.table} is the base's row of the same
 * item, whatever its number there.
 *
 * <p>In bytes a delta is a bundle ({@link BundleFormat}) with the encoder and the facts of the
 * whole, and of each of the whole's tensors, in order, two more: {@code NAME#rows}, the numbers of
 * the rows that it has, as {@link Float#intBitsToFloat}, with one number more in front, how many
 * rows the whole has; and {@code NAME#values}, these rows. Its items are those of the whole, or
 * none where they are the base's.
 *
 * <p>What comes out is the whole to the last bit, which its digest proves. Stateless.
 */
public final class BundleDelta {
  private static final String ITEM_TABLE = "item.table";
  private static final String ROWS = "#rows";
  private static final String VALUES = "#values";

  private BundleDelta() {}

  /**
   * The delta that makes {@code whole} of {@code base}.
   *
   * @return as a bundle, to be written as one
   */
  public static Bundle between(Bundle base, Bundle whole) {
    List<Tensor> parts = new ArrayList<>();
    int[] origin = origins(base.itemIds(), whole.itemIds());
    for (Tensor tensor : whole.tensors()) {
      parts.addAll(difference(base, tensor, origin));
    }
    boolean sameItems = base.itemIds().equals(whole.itemIds());
    return new Bundle(
        sameItems ? List.of() : whole.itemIds(), whole.encoder(), parts, whole.facts());
  }

  /**
   * Makes the whole.
   *
   * @throws BundleFault if the delta is not one, or not one of this base
   */
  public static Bundle apply(Bundle base, Bundle delta) {
    List<String> items = delta.itemIds().isEmpty() ? base.itemIds() : delta.itemIds();
    int[] origin = origins(base.itemIds(), items);
    Map<String, Tensor> whole = new LinkedHashMap<>();
    for (Tensor part : delta.tensors()) {
      if (part.name().endsWith(ROWS)) {
        String name = part.name().substring(0, part.name().length() - ROWS.length());
        whole.put(name, patched(base, name, part, delta.tensor(name + VALUES), origin));
      }
    }
    requireBoth(delta, whole.keySet());
    return new Bundle(items, delta.encoder(), whole.values(), delta.facts());
  }

  private static void requireBoth(Bundle delta, Set<String> names) {
    Set<String> expected = new HashSet<>();
    names.forEach(name -> expected.addAll(List.of(name + ROWS, name + VALUES)));
    for (Tensor part : delta.tensors()) {
      if (!expected.contains(part.name())) {
        throw new BundleFault(
            "delta: must hold rows and values of tensors, holds " + part.name() + " besides");
      }
    }
  }

  /** The base's row of each row of the whole's item table; -1 where it has none. */
  private static int[] origins(List<String> base, List<String> whole) {
    Map<String, Integer> rows = HashMap.newHashMap(base.size());
    base.forEach(id -> rows.put(id, rows.size() + 1));
    int[] origin = new int[1 + whole.size()];
    for (int i = 0; i < whole.size(); i++) {
      origin[i + 1] = rows.getOrDefault(whole.get(i), -1);
    }
    return origin;
  }

  private static int origin(String name, int row, int[] origin) {
    return !name.equals(ITEM_TABLE) ? row : row < origin.length ? origin[row] : -1;
  }

  private static List<Tensor> difference(Bundle base, Tensor tensor, int[] origin) {
    Tensor before = base.has(tensor.name()) ? base.tensor(tensor.name()) : null;
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < tensor.rows(); row++) {
      int from = origin(tensor.name(), row, origin);
      if (before == null || !hasRow(before, tensor, from) || !equal(before, from, tensor, row)) {
        rows.add(row);
      }
    }
    float[] numbers = new float[1 + rows.size()];
    float[] values = new float[rows.size() * tensor.columns()];
    numbers[0] = Float.intBitsToFloat(tensor.rows());
    for (int i = 0; i < rows.size(); i++) {
      numbers[i + 1] = Float.intBitsToFloat(rows.get(i));
      copy(tensor, rows.get(i), values, i);
    }
    return List.of(
        new Tensor(tensor.name() + ROWS, 1, numbers.length, numbers),
        new Tensor(tensor.name() + VALUES, rows.size(), tensor.columns(), values));
  }

  private static boolean hasRow(Tensor before, Tensor tensor, int row) {
    return before.columns() == tensor.columns() && row >= 0 && row < before.rows();
  }

  /** To the bit: what is equal to the eye, 0 and -0, is not to a digest. */
  private static boolean equal(Tensor a, int rowA, Tensor b, int rowB) {
    for (int c = 0; c < a.columns(); c++) {
      float x = a.values()[rowA * a.columns() + c];
      float y = b.values()[rowB * b.columns() + c];
      if (Float.floatToRawIntBits(x) != Float.floatToRawIntBits(y)) {
        return false;
      }
    }
    return true;
  }

  private static Tensor patched(
      Bundle base, String name, Tensor numbers, Tensor values, int[] origin) {
    int[] listed = new int[Math.max(1, numbers.values().length)];
    for (int i = 0; i < numbers.values().length; i++) {
      listed[i] = Float.floatToRawIntBits(numbers.values()[i]);
    }
    int rows = listed[0];
    int columns = values.columns();
    requireListed(name, rows, listed, values);
    float[] whole = new float[Math.multiplyExact(rows, columns)];
    int next = 1;
    for (int row = 0; row < rows; row++) {
      if (next < listed.length && listed[next] == row) {
        System.arraycopy(values.values(), (next++ - 1) * columns, whole, row * columns, columns);
      } else {
        fromBase(base, name, origin(name, row, origin), columns, whole, row);
      }
    }
    return new Tensor(name, rows, columns, whole);
  }

  private static void requireListed(String name, int rows, int[] listed, Tensor values) {
    boolean rising = rows >= 0 && values.rows() == listed.length - 1;
    for (int i = 1; i < listed.length; i++) {
      rising &= listed[i] > (i == 1 ? -1 : listed[i - 1]) && listed[i] < rows;
    }
    if (!rising) {
      throw new BundleFault(
          "delta: %s must list rising rows below %d, one for each of %d, lists %s"
              .formatted(name, rows, values.rows(), Arrays.toString(head(listed))));
    }
  }

  private static int[] head(int[] listed) {
    return Arrays.copyOf(listed, Math.min(8, listed.length));
  }

  private static void fromBase(
      Bundle base, String name, int row, int columns, float[] out, int to) {
    Tensor before = base.tensor(name);
    if (row < 0 || row >= before.rows() || before.columns() != columns) {
      throw new BundleFault(
          "delta: %s takes row %d of %d floats from its base, which has %d x %d"
              .formatted(name, row, columns, before.rows(), before.columns()));
    }
    System.arraycopy(before.values(), row * columns, out, to * columns, columns);
  }

  private static void copy(Tensor tensor, int row, float[] out, int to) {
    int columns = tensor.columns();
    System.arraycopy(tensor.values(), row * columns, out, to * columns, columns);
  }
}
