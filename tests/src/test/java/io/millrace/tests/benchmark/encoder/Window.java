package io.millrace.tests.benchmark.encoder;

/**
 * Some of a user's events, one after another.
 *
 * @param first place of the first among the user's
 * @param end place after the last, whose event may be foretold from them
 */
record Window(int user, int first, int end) {
  int size() {
    return end - first;
  }
}
