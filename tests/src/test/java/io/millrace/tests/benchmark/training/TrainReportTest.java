package io.millrace.tests.benchmark.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrainReportTest {
  private static final TrainReport REPORT =
      new TrainReport(
          200.5,
          List.of(
              new TrainReport.Row("two-tower", "dl4j", 2048, 10_000, 9000, 30, 1_000_000),
              new TrainReport.Row("two-tower", "fused", 512, 10_000, 40_000, 110, 0),
              new TrainReport.Row("two-tower", "fused", 2048, 10_000, 45_000, 120, 0),
              new TrainReport.Row("two-tower", "fused", 2048, 10_000_000, 41_000, 110, 0),
              new TrainReport.Row("dcn", "fused", 4096, 0, 100_000, 90, 0)));

  @Test
  void shouldWriteTheAgreedFieldsWhenDirectoriesAreMissing(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("deep").resolve("report.json");
    REPORT.write(file);
    JsonNode json = new ObjectMapper().readTree(Files.readString(file));

    assertThat(json.fieldNames()).toIterable().containsExactly("sgemmPeakGflops", "rows");
    assertThat(json.get("sgemmPeakGflops").asDouble()).isEqualTo(200.5);
    assertThat(json.get("rows").size()).isEqualTo(5);
    assertThat(json.get("rows").get(0).toString())
        .isEqualTo(
            "{\"model\":\"two-tower\",\"engine\":\"dl4j\",\"batch\":2048,\"tableRows\":10000,"
                + "\"examplesPerSecond\":9000.0,\"gflops\":30.0,"
                + "\"allocatedBytesPerStep\":1000000}");
  }

  /** Letters are drawn as outlines, so that engines are told by their colours. */
  @ParameterizedTest
  @ValueSource(strings = {"throughput-batch.svg", "throughput-table.svg"})
  void shouldDrawALineForEachEngineWhenAsked(String name, @TempDir Path directory)
      throws Exception {
    new ThroughputPlots(REPORT).write(directory);
    String drawing = Files.readString(directory.resolve(name));

    assertThat(drawing.startsWith("<svg")).isTrue();
    assertThat(drawing.contains("rgb(31,111,139)")).as("first engine").isTrue();
    assertThat(drawing.contains("rgb(196,91,45)")).as("second engine").isTrue();
    assertThat(drawing.contains("rgb(90,90,90)")).as("third engine").isFalse();
  }
}
