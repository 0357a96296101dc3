package io.millrace.tests.benchmark.peer;

import io.millrace.tests.benchmark.encoder.EncoderSpec;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * One layer of gated recurrent units as Millrace has it: libtorch's own, whose second bias is held
 * at zero.
 *
 * <ul>
 *   <li>weights: of the input {@code [dim + sideWidth, 3 dim]}, of the state {@code [dim, 3 dim]},
 *       bias {@code [3 dim]}; reset, update, candidate
 * </ul>
 */
final class GatedEncoder implements SequenceEncoder {
  private static final String NAME = "user.gru";

  private final int dim;
  private final double dropout;
  private final Parameter inputWeight;
  private final Parameter stateWeight;
  private final Parameter bias;
  private final Tensor noBias;

  GatedEncoder(EncoderSpec spec, Parameters parameters, SplittableRandom random) {
    this.dim = spec.dim();
    this.dropout = spec.dropout();
    int gates = 3 * dim;
    this.inputWeight = parameters.dense(NAME + ".W", dim + spec.sideWidth(), gates, random);
    this.stateWeight = parameters.dense(NAME + ".U", dim, gates, random);
    this.bias = parameters.add(NAME + ".b", () -> new float[gates], gates);
    this.noBias = torch.zeros(gates);
  }

  @Override
  public Tensor forward(Tensor rows, Tensor side, boolean training) {
    Tensor x = torch.dropout(torch.cat(new TensorVector(rows, side), 2), dropout, training);
    Tensor before = torch.zeros(1, rows.size(0), dim);
    TensorVector weights =
        new TensorVector(inputWeight.value().t(), stateWeight.value().t(), bias.value(), noBias);
    return torch.gru(x, before, weights, true, 1, 0, training, false, true).get0().reshape(-1, dim);
  }

  @Override
  public void close() {
    noBias.close();
  }
}
