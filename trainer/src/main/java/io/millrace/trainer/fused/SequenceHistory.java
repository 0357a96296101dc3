package io.millrace.trainer.fused;

import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.EventSequences;
import io.millrace.trainer.learner.TwoTowerSpec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The state of a {@link Recurrence} over the user's events. Confined to one thread. */
final class SequenceHistory implements History {
  /** Beginning of its tensors' names. */
  static final String NAME = "user.gru";

  private final int dim;
  private final EventInput input;
  private final Recurrence recurrence;

  SequenceHistory(
      DeviceMemory memory,
      Parameters parameters,
      TwoTowerSpec spec,
      LearnedTable items,
      Matrix content) {
    this.dim = spec.dim();
    this.input = new EventInput(memory, spec, items, content);
    this.recurrence = new Recurrence(memory, parameters, NAME, spec.seed() + 5);
  }

  static List<Shape> shapes(TwoTowerSpec spec) {
    return Recurrence.shapes(NAME, EventInput.width(spec), spec.dim());
  }

  @Override
  public void reserve(int rows) {
    input.reserve(rows);
    recurrence.reserve(rows);
  }

  @Override
  public void fill(
      int from, int count, int[] recent, @Nullable EventSequences events, int[] rows, Matrix out) {
    EventSequences given = Objects.requireNonNull(events, "events");
    input.fill(given, rows);
    recurrence.forward(count, given.steps(), input.starts(), input.matrix(), out);
  }

  @Override
  public int furtherWidth() {
    return dim;
  }

  @Override
  public void backward(
      int count, @Nullable EventSequences events, Matrix out, Matrix gradient, Matrix further) {
    int steps = Objects.requireNonNull(events, "events").steps();
    recurrence.backward(count, steps, input.starts(), input.matrix(), out, gradient, further);
  }

  @Override
  public void addActivations(Matrix out, List<Activation> activations) {
    activations.add(new Activation(NAME + ".input", input.matrix()));
    activations.add(new Activation(NAME, out));
  }

  @Override
  public int entries(int count) {
    return count;
  }

  @Override
  public void enter(int count, int[] recent, int[] rows, int at, int stride, int furtherAt) {
    input.enter(count, rows, furtherAt);
  }
}
