package io.millrace.tests.benchmark.peer;

import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;

import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.RankerLearner;
import io.millrace.trainer.learner.RankerSpec;
import io.millrace.trainer.learner.TwoTowerLearner;
import io.millrace.trainer.learner.TwoTowerSpec;
import io.millrace.trainer.learner.UserHistory;
import org.bytedeco.pytorch.global.torch;

/**
 * The peer: libtorch on the CPU, with its own autograd, eagerly, as a careful user of it would
 * write these networks:
 *
 * <ul>
 *   <li>{@code addmm} for a dense layer's product and bias, {@code batch_norm}, ReLU in place,
 *       {@code embedding} and {@code embedding_bag} for id and history, {@code cross_entropy},
 *       {@code addcmul} for a cross layer, and the fused Adam kernel: the fewest passes over memory
 *       that libtorch offers;
 *   <li>inputs are copied into tensors made once per batch size; gradients are set to nothing, not
 *       to zero, after a step; no anomaly mode, no version counters' profiler;
 *   <li>a table of up to 100 thousand rows is a parameter like any other, with a dense gradient and
 *       dense Adam; from a larger one the batch's distinct rows are selected into a leaf, and rows
 *       and moments are written back after Adam, so that a step costs the same for any table;
 *   <li>as many threads within an operation as are given, one between operations; the same OpenBLAS
 *       as everybody else here.
 * </ul>
 */
final class LibtorchEngine implements Engine {
  /** As given to {@code --engines}. */
  static final String NAME = "libtorch";

  private final int threads;

  LibtorchEngine(int threads) {
    this.threads = threads;
    torch.set_num_threads(threads);
    blas_set_num_threads(threads);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return "libtorch (CPU), %d threads".formatted(threads);
  }

  @Override
  public UserHistory history(UserHistory wanted) {
    return UserHistory.POOLED;
  }

  @Override
  public TwoTowerLearner towers(TwoTowerSpec spec) {
    return new LibtorchTwoTower(spec);
  }

  @Override
  public RankerLearner ranker(RankerSpec spec) {
    return new LibtorchRanker(spec);
  }

  @Override
  public void close() {
    // Nothing is shared between learners.
  }
}
