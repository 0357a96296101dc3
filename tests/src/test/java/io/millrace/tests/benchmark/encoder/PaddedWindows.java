package io.millrace.tests.benchmark.encoder;

/**
 * Users' events in order, a window a user, the oldest first; what is shorter than the longest ends
 * in padding. Not copied.
 *
 * @param count windows
 * @param length events of the longest
 * @param items [count, length] 1 + item, 0 in padding
 * @param signals [count, length, signalWidth] each event encoded, zeros in padding
 */
@SuppressWarnings("ArrayRecordComponent")
public record PaddedWindows(int count, int length, int[] items, float[] signals) {}
