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
 * @param validation NDCG@10 on held-out ratings
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
    double validation,
    double rate,
    double seconds) {}
