package io.millrace.tests.benchmark.index;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run found, and the shape of its JSON.
 *
 * @param dimension floats per vector
 * @param costs of making the indexes
 * @param rows in the order they were measured
 */
record IndexReport(int dimension, List<Cost> costs, List<Row> rows) {
  IndexReport {
    costs = List.copyOf(costs);
    rows = List.copyOf(rows);
  }

  /**
   * One index with one beam.
   *
   * @param engine by name
   * @param items in the catalogue
   * @param k items wanted
   * @param beam items collected; k where it makes no difference
   * @param recall share of the true k nearest, 0 to 1
   * @param cpuMicros of a query on one thread
   * @param perSecond queries on one thread
   * @param perSecondOnTwo queries on two threads
   */
  record Row(
      String engine,
      int items,
      int k,
      int beam,
      double recall,
      double cpuMicros,
      double perSecond,
      double perSecondOnTwo) {}

  /** Writes the JSON, directories included. */
  void write(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(file, mapper.writeValueAsString(this) + "\n");
  }
}
