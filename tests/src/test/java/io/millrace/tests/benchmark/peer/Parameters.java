package io.millrace.tests.benchmark.peer;

import io.millrace.model.bundle.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;

/** All parameters of a learner, from given weights where there are any. */
final class Parameters implements AutoCloseable {
  private final Map<String, Tensor> initial;
  private final List<Parameter> all = new ArrayList<>();
  private final Adam adam = new Adam();
  private final Scalar one = new Scalar(1f);

  /**
   * None yet.
   *
   * @param initial tensors by their names in the bundle; may be empty
   */
  Parameters(Map<String, Tensor> initial) {
    this.initial = initial;
  }

  /** A parameter with the weights of that name, else with those made here. */
  Parameter add(String name, Supplier<float[]> otherwise, long... shape) {
    Tensor given = initial.get(name);
    return add(new Parameter(given == null ? otherwise.get() : given.values(), shape));
  }

  /**
   * The same of a layer without a ReLU after it: variance 2 / (in + out) (Glorot and Bengio 2010).
   */
  Parameter dense(String name, int in, int out, SplittableRandom random) {
    return add(
        name, () -> Tensors.gaussian(in * out, Math.sqrt(2.0 / (in + out)), random), in, out);
  }

  private Parameter add(Parameter parameter) {
    all.add(parameter);
    return parameter;
  }

  /** Adam on every one. */
  void update(double rate) {
    for (Parameter parameter : all) {
      parameter.update(adam, one, rate);
    }
  }

  Adam adam() {
    return adam;
  }

  @Override
  public void close() {
    all.forEach(Parameter::close);
    adam.close();
    one.close();
  }
}
