package io.millrace.trainer.fused;

import io.millrace.trainer.fused.Parameters.Shape;
import io.millrace.trainer.kernels.ContrastBatch;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerSpec;

/**
 * Sampled softmax with log-Q correction (Bengio and Senecal 2008; Yi et al. 2019) over cosines,
 * with a learned temperature: logits are {@code exp(s) cos - logQ}, with s kept between ln 2 and ln
 * 100.
 *
 * <p>Confined to one thread.
 */
final class Contrast {
  /** Its one parameter, which must be the model's first: the loss is reported right before it. */
  static final Shape LOG_SCALE = new Shape("retrieval.log_scale", 1, 1);

  private static final double LEAST_SCALE = 2;
  private static final double GREATEST_SCALE = 100;

  private final Kernels kernels;
  private final Parameters parameters;
  private final TwoTowerSpec spec;
  private final Matrix logScale;
  private final IntBuffer positive;
  private final IntBuffer maskedStart;
  private final IntBuffer masked;
  private final RowBuffer logQ;
  private ContrastBatch onDevice;

  Contrast(DeviceMemory memory, Parameters parameters, TwoTowerSpec spec) {
    this.kernels = memory.kernels();
    this.parameters = parameters;
    this.spec = spec;
    this.logScale = parameters.weight(LOG_SCALE.name());
    this.positive = new IntBuffer(memory);
    this.maskedStart = new IntBuffer(memory);
    this.masked = new IntBuffer(memory);
    this.logQ = new RowBuffer(memory, 1);
    this.onDevice = view();
  }

  private ContrastBatch view() {
    return new ContrastBatch(
        positive.ints(),
        logQ.asRow(),
        maskedStart.ints(),
        masked.ints(),
        spec.strategy(),
        spec.randomNegatives(),
        spec.hardNegatives());
  }

  /** Brings what each example is contrasted with to the device. */
  void upload(RetrievalBatch batch) {
    int rows = batch.size();
    int maskedCount = batch.ratedStart()[rows];
    int pool = batch.pool().length;
    boolean grown = pool > logQ.matrix().rows();
    grown |= positive.reserve(rows);
    grown |= maskedStart.reserve(rows + 1);
    grown |= masked.reserve(maskedCount);
    logQ.reserve(pool);
    if (grown) {
      onDevice = view();
    }
    positive.upload(batch.positive(), 0, rows);
    maskedStart.upload(batch.ratedStart(), 0, rows + 1);
    masked.upload(batch.rated(), 0, maskedCount);
    kernels.upload(batch.logQ(), 0, logQ.matrix().data(), 0, pool);
  }

  /** Fills both gradients from the unit vectors; leaves the loss to be {@link #read}. */
  void apply(
      int rows,
      int pool,
      Matrix users,
      Matrix items,
      long seed,
      Matrix userGradient,
      Matrix itemGradient) {
    kernels.contrast(
        rows,
        pool,
        users,
        items,
        onDevice,
        logScale.data(),
        logScale.offset(),
        seed,
        userGradient,
        itemGradient,
        parameters.reports(),
        logScale.offset() - 1);
  }

  /** Copies the last mean loss to {@code out[0]}; waits for the device. */
  void read(float[] out) {
    kernels.download(parameters.reports(), logScale.offset() - 1, out, 0, 1);
  }

  /** Keeps the temperature within its bounds, after an update. */
  void clamp() {
    kernels.clamp(
        logScale.data(),
        logScale.offset(),
        logScale.offset() + 1,
        (float) Math.log(LEAST_SCALE),
        (float) Math.log(GREATEST_SCALE));
  }
}
