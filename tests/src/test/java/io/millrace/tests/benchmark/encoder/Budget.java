package io.millrace.tests.benchmark.encoder;

/**
 * What each fit may spend, the same for all kinds.
 *
 * @param epochs at most
 * @param patience epochs without a better one after which it ends
 * @param cpuSeconds of training, after which no further epoch begins
 * @param batchSize examples of a step at least, but for an epoch's last
 */
record Budget(int epochs, int patience, double cpuSeconds, int batchSize) {}
