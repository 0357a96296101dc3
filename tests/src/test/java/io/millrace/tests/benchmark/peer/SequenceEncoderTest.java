package io.millrace.tests.benchmark.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Tensor;
import io.millrace.model.network.RecurrentLayer;
import io.millrace.tests.benchmark.encoder.EncoderKind;
import io.millrace.tests.benchmark.encoder.EncoderSpec;
import io.millrace.tests.benchmark.encoder.Examples;
import io.millrace.tests.benchmark.encoder.PaddedWindows;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The encoders that are compared do what they are compared for. */
final class SequenceEncoderTest {
  private static final int DIM = 8;
  private static final int LENGTH = 6;
  private static final int ITEMS = 12;
  private static final int CONTENT = 3;
  private static final int SIGNALS = 2;

  private static EncoderSpec spec(EncoderKind kind) {
    SplittableRandom random = new SplittableRandom(5);
    float[] content = Tensors.gaussian((1 + ITEMS) * CONTENT, 1, random);
    return new EncoderSpec(kind, DIM, LENGTH, 2, ITEMS, CONTENT, content, SIGNALS, 0.1, 0.01, 3);
  }

  private static PaddedWindows windows(int... lastItem) {
    int[] items = {3, 1, 4, 1, 5, lastItem[0], 2, 6, 5, 3, 5, lastItem[1]};
    float[] signals = Tensors.gaussian(items.length * SIGNALS, 1, new SplittableRandom(7));
    return new PaddedWindows(2, LENGTH, items, signals);
  }

  private static int[] places() {
    return IntStream.range(0, 2 * LENGTH).toArray();
  }

  @ParameterizedTest
  @EnumSource(EncoderKind.class)
  void shouldNotLookAhead(EncoderKind kind) {
    try (LibtorchNextItem model = new LibtorchNextItem(spec(kind))) {
      float[] one = model.encode(windows(9, 8), places());
      float[] other = model.encode(windows(7, 0), places());

      for (int place : places()) {
        float[] before = Arrays.copyOfRange(one, place * DIM, (place + 1) * DIM);
        float[] after = Arrays.copyOfRange(other, place * DIM, (place + 1) * DIM);
        if (place % LENGTH == LENGTH - 1) {
          assertThat(after).as("place %d, whose event changed", place).isNotEqualTo(before);
        } else {
          assertThat(after).as("place %d", place).containsExactly(before, within(1e-6f));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EncoderKind.class)
  void shouldReadTheOrderOfEvents(EncoderKind kind) {
    int[] items = {3, 1, 4, 1, 3, 4};
    int[] last = {2, 5};
    try (LibtorchNextItem model = new LibtorchNextItem(spec(kind))) {
      float[] vectors = model.encode(new PaddedWindows(2, 3, items, new float[6 * SIGNALS]), last);

      assertThat(Arrays.copyOfRange(vectors, 0, DIM))
          .isNotEqualTo(Arrays.copyOfRange(vectors, DIM, 2 * DIM));
    }
  }

  @ParameterizedTest
  @EnumSource(EncoderKind.class)
  void shouldLearnWhatComesNextAmongWhatWasNotRated(EncoderKind kind) {
    PaddedWindows windows = windows(9, 8);
    int[] target = {1, 4, 1, 5, 9, 10, 6, 5, 3, 5, 8, 10};
    int[] ratedStart = new int[target.length + 1];
    Arrays.fill(ratedStart, 1, ratedStart.length, 1);
    Examples examples = new Examples(windows, places(), target, ratedStart, new int[] {11});
    try (LibtorchNextItem model = new LibtorchNextItem(spec(kind))) {
      double first = model.step(examples);
      double last = first;
      for (int step = 0; step < 200; step++) {
        last = model.step(examples);
      }

      assertThat(last).isLessThan(first / 4);
    }
  }

  @Test
  void shouldHaveTheStateOfTheRecurrenceThatServes() {
    SplittableRandom random = new SplittableRandom(11);
    int side = CONTENT + SIGNALS;
    int in = DIM + side;
    Tensor w = tensor("user.gru.W", in, 3 * DIM, random);
    Tensor u = tensor("user.gru.U", DIM, 3 * DIM, random);
    Tensor b = tensor("user.gru.b", 1, 3 * DIM, random);
    Map<String, Tensor> weights = Map.of(w.name(), w, u.name(), u, b.name(), b);
    float[] rows = Tensors.gaussian(LENGTH * DIM, 1, random);
    float[] beside = Tensors.gaussian(LENGTH * side, 1, random);
    float[] expected = new float[DIM];
    new RecurrentLayer(w, u, b).apply(LENGTH, joined(rows, beside), expected, 0);

    try (Parameters parameters = new Parameters(weights);
        GatedEncoder encoder = new GatedEncoder(spec(EncoderKind.GRU), parameters, random);
        PointerScope _ = new PointerScope()) {
      float[] states =
          Tensors.values(
              encoder.forward(
                  Tensors.matrix(rows, 1, LENGTH, DIM),
                  Tensors.matrix(beside, 1, LENGTH, side),
                  false));

      assertThat(Arrays.copyOfRange(states, (LENGTH - 1) * DIM, LENGTH * DIM))
          .containsExactly(expected, within(1e-5f));
    }
  }

  private static Tensor tensor(String name, int rows, int columns, SplittableRandom random) {
    return new Tensor(name, rows, columns, Tensors.gaussian(rows * columns, 0.5, random));
  }

  private static float[] joined(float[] rows, float[] beside) {
    int side = beside.length / LENGTH;
    float[] x = new float[rows.length + beside.length];
    for (int step = 0; step < LENGTH; step++) {
      System.arraycopy(rows, step * DIM, x, step * (DIM + side), DIM);
      System.arraycopy(beside, step * side, x, step * (DIM + side) + DIM, side);
    }
    return x;
  }
}
