package io.millrace.recommend.state;

/**
 * Where a record lies in its topic.
 *
 * @param partition at least 0
 * @param offset at least 0
 */
public record Position(int partition, long offset) {}
