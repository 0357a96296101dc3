package io.millrace.tests.benchmark.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run found, and the shape of its JSON.
 *
 * @param sgemmPeakGflops of the same run
 * @param rows in the order they were measured
 */
public record TrainReport(double sgemmPeakGflops, List<Row> rows) {
  public TrainReport {
    rows = List.copyOf(rows);
  }

  /**
   * One engine on one case.
   *
   * @param model two-tower or dcn
   * @param engine by name
   * @param batch examples per step
   * @param tableRows of the item table; 0 where the model has none
   * @param examplesPerSecond median over steps
   * @param gflops of the matrix products alone ({@link StepFlops})
   * @param allocatedBytesPerStep on the heap, over all threads
   */
  public record Row(
      String model,
      String engine,
      int batch,
      int tableRows,
      double examplesPerSecond,
      double gflops,
      long allocatedBytesPerStep) {}

  /** The report as JSON. */
  String json() throws IOException {
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this);
  }

  /** Writes the JSON, directories included. */
  void write(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, json() + "\n");
  }
}
