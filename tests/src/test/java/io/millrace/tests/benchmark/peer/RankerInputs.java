package io.millrace.tests.benchmark.peer;

import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.RankingBatch;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;

/** Tensors that a batch is copied into. */
final class RankerInputs implements AutoCloseable {
  private final int size;
  private final float[] values;
  private final Tensor input;
  private final Tensor rating;
  private final Tensor ratingWeight;
  private final Tensor click;
  private final Tensor clickWeight;

  RankerInputs(int size, int width) {
    this.size = size;
    this.values = new float[size];
    this.input = Tensors.floats(size, width);
    this.rating = Tensors.floats(size);
    this.ratingWeight = Tensors.floats(size);
    this.click = Tensors.floats(size);
    this.clickWeight = Tensors.floats(size);
  }

  /** Copies a batch; weights are those of the losses' means. */
  void fill(RankingBatch batch, RankerSpec spec) {
    put(input, batch.input());
    put(rating, batch.rating());
    put(click, batch.click());
    double rated = 0;
    for (int i = 0; i < size; i++) {
      rated += batch.rated()[i] ? 1 : 0;
    }
    for (int i = 0; i < size; i++) {
      values[i] = batch.rated()[i] ? (float) (spec.ratingWeight() / rated) : 0;
    }
    put(ratingWeight, values);
    fillClickWeights(batch, spec);
  }

  private void fillClickWeights(RankingBatch batch, RankerSpec spec) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      float y = batch.click()[i];
      values[i] = y < 0 ? 0 : y > 0.5f ? (float) spec.positiveWeight() : 1;
      sum += values[i];
    }
    for (int i = 0; i < size; i++) {
      values[i] *= (float) (spec.clickWeight() / Math.max(sum, 1));
    }
    put(clickWeight, values);
  }

  private static void put(Tensor to, float[] from) {
    try (FloatPointer memory = to.data_ptr_float()) {
      memory.put(from, 0, from.length);
    }
  }

  int size() {
    return size;
  }

  /** [size, width] */
  Tensor input() {
    return input;
  }

  /** [size] */
  Tensor rating() {
    return rating;
  }

  /** [size] 0 where there is no rating. */
  Tensor ratingWeight() {
    return ratingWeight;
  }

  /** [size] */
  Tensor click() {
    return click;
  }

  /** [size] */
  Tensor clickWeight() {
    return clickWeight;
  }

  @Override
  public void close() {
    input.close();
    rating.close();
    ratingWeight.close();
    click.close();
    clickWeight.close();
  }
}
