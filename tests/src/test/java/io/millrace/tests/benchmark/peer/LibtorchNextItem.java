package io.millrace.tests.benchmark.peer;

import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;

import io.millrace.tests.benchmark.encoder.EncoderSpec;
import io.millrace.tests.benchmark.encoder.Examples;
import io.millrace.tests.benchmark.encoder.NextItemModel;
import io.millrace.tests.benchmark.encoder.PaddedWindows;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * An encoder in libtorch on one thread, and what all kinds share: a table of items that is input
 * and output, one dense layer to a user's unit vector, and a softmax by a learned temperature, as
 * the towers have it.
 */
final class LibtorchNextItem implements NextItemModel {
  private static final float FIRST_SCALE = 14;

  private final EncoderSpec spec;
  private final Parameters parameters = new Parameters(Map.of());
  private final Parameter table;
  private final SequenceEncoder encoder;
  private final Parameter outWeight;
  private final Parameter outBias;
  private final Parameter logScale;
  private final Tensor content;
  private final RatedMask rated;

  LibtorchNextItem(EncoderSpec spec) {
    torch.set_num_threads(1);
    blas_set_num_threads(1);
    torch.manual_seed(spec.seed());
    this.spec = spec;
    int dim = spec.dim();
    int rows = 1 + spec.items();
    SplittableRandom random = new SplittableRandom(spec.seed());
    this.table =
        parameters.add(
            "item.table",
            () -> Tensors.gaussian(rows * dim, 1 / Math.sqrt(dim), random),
            rows,
            dim);
    this.encoder = SequenceEncoder.of(spec, parameters, random);
    this.outWeight = parameters.dense("out.W", dim, dim, random);
    this.outBias = parameters.add("out.b", () -> new float[dim], dim);
    this.logScale = parameters.add("", () -> new float[] {(float) Math.log(FIRST_SCALE)}, 1);
    this.content = Tensors.matrix(spec.content(), rows, spec.contentWidth());
    this.rated = new RatedMask(spec.items());
  }

  @Override
  public double step(Examples examples) {
    try (PointerScope _ = new PointerScope()) {
      Tensor users = users(examples.windows(), examples.at(), true);
      Tensor scaled = users.mul(logScale.value().exp());
      Tensor logits = torch.addmm(rated.of(examples), scaled, items().t());
      Tensor loss = torch.cross_entropy_loss(logits, Tensors.ordinals(examples.target()));
      loss.backward();
      parameters.update(spec.rate());
      rated.clear(examples);
      return loss.item_double();
    }
  }

  /** [at, dim] */
  private Tensor users(PaddedWindows windows, int[] at, boolean training) {
    int count = windows.count();
    int length = windows.length();
    Tensor item = Tensors.ordinals(windows.items());
    Tensor rows = torch.embedding(table.value(), item).view(count, length, spec.dim());
    Tensor numbers = content.index_select(0, item).view(count, length, spec.contentWidth());
    Tensor signals = Tensors.matrix(windows.signals(), count, length, spec.signalWidth());
    Tensor side = torch.cat(new TensorVector(numbers, signals), 2);
    Tensor states = encoder.forward(rows, side, training);
    Tensor asked = states.index_select(0, Tensors.ordinals(at));
    Tensor kept = torch.dropout(asked, spec.dropout(), training);
    return torch.normalize(torch.addmm(outBias.value(), kept, outWeight.value()));
  }

  /** [items, dim] */
  private Tensor items() {
    return torch.normalize(table.value().narrow(0, 1, spec.items()));
  }

  @Override
  public float[] encode(PaddedWindows windows, int[] at) {
    try (PointerScope _ = new PointerScope();
        NoGradGuard _ = new NoGradGuard()) {
      return Tensors.values(users(windows, at, false));
    }
  }

  @Override
  public float[] itemVectors() {
    try (PointerScope _ = new PointerScope();
        NoGradGuard _ = new NoGradGuard()) {
      return Tensors.values(items());
    }
  }

  @Override
  public void close() {
    rated.close();
    content.close();
    encoder.close();
    parameters.close();
  }
}
