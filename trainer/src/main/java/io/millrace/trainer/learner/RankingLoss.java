package io.millrace.trainer.learner;

/**
 * What a ranking step lost.
 *
 * @param total the weighted sum
 * @param rating mean squared error of the rating head, in (half stars / 10) squared
 * @param click weighted binary cross-entropy of the click head, in nats
 * @param list softmax cross-entropy of the lists, in nats
 */
public record RankingLoss(double total, double rating, double click, double list) {}
