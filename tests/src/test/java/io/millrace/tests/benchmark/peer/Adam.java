package io.millrace.tests.benchmark.peer;

import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.FunctionVector;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Libtorch's fused Adam kernel, one pass over weights, gradients and moments. The Java preset does
 * not name it, so a line of TorchScript calls it; the lists are returned lest the script's compiler
 * takes the call for dead code.
 */
final class Adam implements AutoCloseable {
  private static final String SCRIPT =
      """
      def adam(x: Tensor, g: Tensor, m: Tensor, v: Tensor, n: Tensor, rate: float) -> List[Tensor]:
        xs = [x]
        ms = [m]
        vs = [v]
        torch._fused_adam_(xs, [g], ms, vs, [], [n], lr=rate, beta1=0.9, beta2=0.999, \
      weight_decay=0.0, eps=1e-8, amsgrad=False, maximize=False)
        return xs + ms + vs
      """;

  private final CompilationUnit unit;
  private final FunctionVector functions;
  private final Function function;

  Adam() {
    this.unit = torch.compile(SCRIPT);
    this.functions = unit.get_functions();
    this.function = functions.get(0);
  }

  /**
   * One step, in place.
   *
   * @param x values
   * @param g their gradient
   * @param m first moments
   * @param v second moments
   * @param n number of the step, a scalar tensor
   */
  void update(Tensor x, Tensor g, Tensor m, Tensor v, Tensor n, double rate) {
    function.apply(
        new IValueVector(
            new IValue(x),
            new IValue(g),
            new IValue(m),
            new IValue(v),
            new IValue(n),
            new IValue(rate)));
  }

  @Override
  public void close() {
    functions.close();
    unit.close();
  }
}
