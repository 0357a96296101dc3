package io.millrace.tests.benchmark.peer;

import io.millrace.tests.benchmark.encoder.EncoderSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Causal self-attention (SASRec; Kang and McAuley 2018): the item's row scaled by the root of its
 * width, as there, what else is known of the event, and a learned row for the place in the window,
 * counted from its beginning; then blocks, and a last norm.
 */
final class AttentionEncoder implements SequenceEncoder {
  private static final double FIRST_POSITIONS = 0.02;

  private final int dim;
  private final double dropout;
  private final Scalar rowScale;
  private final Parameter positions;
  private final Parameter sideWeight;
  private final List<AttentionBlock> blocks = new ArrayList<>();
  private final LayerNorm norm;

  AttentionEncoder(EncoderSpec spec, Parameters parameters, SplittableRandom random) {
    this.dim = spec.dim();
    this.dropout = spec.dropout();
    this.rowScale = new Scalar((float) Math.sqrt(dim));
    int places = spec.length();
    this.positions =
        parameters.add(
            "positions",
            () -> Tensors.gaussian(places * dim, FIRST_POSITIONS, random),
            places,
            dim);
    this.sideWeight = parameters.dense("side.W", spec.sideWidth(), dim, random);
    for (int block = 0; block < spec.kind().blocks(); block++) {
      blocks.add(new AttentionBlock("block." + block, spec, parameters, random));
    }
    this.norm = new LayerNorm("norm", dim, parameters);
  }

  @Override
  public Tensor forward(Tensor rows, Tensor side, boolean training) {
    long windows = rows.size(0);
    long length = rows.size(1);
    Tensor event = rows.mul(rowScale).add(side.matmul(sideWeight.value()));
    Tensor placed = event.add(positions.value().narrow(0, 0, length));
    Tensor x = torch.dropout(placed, dropout, training).reshape(-1, dim);
    for (AttentionBlock block : blocks) {
      x = block.forward(x, windows, length, training);
    }
    return norm.forward(x);
  }

  @Override
  public void close() {
    rowScale.close();
  }
}
