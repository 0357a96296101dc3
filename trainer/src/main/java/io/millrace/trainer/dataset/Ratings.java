package io.millrace.trainer.dataset;

/**
 * Ratings in columns.
 *
 * @param size how many
 * @param user ordinals
 * @param item ordinals
 * @param halfStars 1 to 10
 * @param time event time, milliseconds since the epoch
 */
record Ratings(int size, IntColumn user, IntColumn item, ByteColumn halfStars, LongColumn time) {}
