package io.millrace.model.experiment;

/**
 * A figure and its interval.
 *
 * @param value as measured
 * @param low lower end
 * @param high upper end; infinite where nothing bounds it
 */
public record Estimate(double value, double low, double high) {}
