package io.millrace.model.encode;

/**
 * What a user would give an item.
 *
 * @param stars the mean, not held to the range of stars
 * @param deviation standard deviation, in stars, of that mean and of a rating about it
 * @param taste what of the mean is due to the factors: neither the user's way of rating nor what
 *     others think of the item
 */
public record RatingForecast(double stars, double deviation, double taste) {}
