package io.millrace.tests.benchmark.index;

/** An index to be measured. Searches may run on any number of threads. */
interface SearchedIndex extends AutoCloseable {
  /** Its name in reports. */
  String engine();

  /**
   * The items nearest to a vector.
   *
   * @param beam how many the search collects, at least k
   * @return ordinals of the catalogue, nearest first
   */
  int[] search(float[] query, int k, int beam);

  /** Whether the beam makes a difference. */
  default boolean isApproximate() {
    return true;
  }

  @Override
  void close();
}
