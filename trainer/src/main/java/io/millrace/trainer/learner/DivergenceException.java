package io.millrace.trainer.learner;

/** Training went astray: a loss or a weight is no longer a finite number, or has exploded. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says where, and in which layer.
   *
   * @param model retrieval or ranking
   * @param step counted from 1
   * @param rate learning rate of the step
   * @param loss the step's loss
   * @param layer where activations, or weights, were first not finite or were the greatest
   */
  public DivergenceException(String model, long step, double rate, double loss, String layer) {
    super(
        ("%s: training diverged at step %d in layer %s with learning rate %s (loss %s); nothing is"
                + " published. Lower learning_rate_%s.")
            .formatted(model, step, layer, rate, loss, model));
  }

  /**
   * Says which weights are no longer finite.
   *
   * @param tensor the first such one
   */
  public DivergenceException(String tensor) {
    super(
        tensor
            + ": must hold finite weights after training, does not; nothing is published. Lower the"
            + " learning rate.");
  }
}
