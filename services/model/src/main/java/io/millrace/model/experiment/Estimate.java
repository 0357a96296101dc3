package io.millrace.model.experiment;

/**
 * A figure and the interval that holds it, whenever one looks.
 *
 * @param value as measured
 * @param low lower end
 * @param high upper end; infinite where nothing bounds it
 */
public record Estimate(double value, double low, double high) {}
