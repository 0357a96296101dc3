package io.millrace.recommend.watch;

/**
 * How many of a query's nearest items the index found.
 *
 * @param found of the nearest, at most exact
 * @param exact the nearest that there are
 */
public record IndexRecall(int found, int exact) {}
