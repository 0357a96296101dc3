package io.millrace.trainer.run;

/**
 * A line of the training log.
 *
 * @param fit candidate or refit
 * @param phase retrieval or ranking
 * @param epoch from 1
 * @param steps taken in all
 * @param loss mean of the epoch
 * @param ratingLoss of the rating head; NaN for retrieval
 * @param clickLoss of the click head; NaN for retrieval
 * @param fullNdcg NDCG@10 of held-out ratings among all items not rated; NaN for ranking
 * @param sampledNdcg NDCG@10 of held-out ratings among the candidates drawn with them; NaN for
 *     retrieval
 * @param rate learning rate at the end
 * @param seconds wall-clock
 */
public record EpochLog(
    String fit,
    String phase,
    int epoch,
    long steps,
    double loss,
    double ratingLoss,
    double clickLoss,
    double fullNdcg,
    double sampledNdcg,
    double rate,
    double seconds) {
  /** The same with another number. */
  public EpochLog numbered(int epoch) {
    return new EpochLog(
        fit,
        phase,
        epoch,
        steps,
        loss,
        ratingLoss,
        clickLoss,
        fullNdcg,
        sampledNdcg,
        rate,
        seconds);
  }
}
