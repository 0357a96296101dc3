package io.millrace.tests.benchmark.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.dl4j.Dl4jEngine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class TrainCommandTest {
  private final StringWriter out = new StringWriter();

  @Test
  void shouldMeasureBothModelsWhenRunShortly(@TempDir Path directory) throws Exception {
    Path report = directory.resolve("report.json");
    String arguments =
        "--batches 32 --tables 3000 --threads 1 --steps 2 --warm-up 0 --report " + report;
    command().execute(arguments.split(" ", -1));

    JsonNode rows = new ObjectMapper().readTree(report.toFile()).get("rows");
    assertThat(rows.findValuesAsText("model")).containsExactly("two-tower", "dcn");
    assertThat(rows.findValuesAsText("engine")).containsOnly("dl4j");
    assertThat(rows.findValues("examplesPerSecond")).allMatch(speed -> speed.asDouble() > 0);
    assertThat(rows.findValues("allocatedBytesPerStep")).allMatch(bytes -> bytes.asLong() > 0);
    assertThat(out.toString()).contains("GFLOP/s", "two-tower, batch 32, 3,000 rows");
  }

  @Test
  void shouldNameTheEnginesWhenAnotherIsAskedFor() {
    assertThat(command().execute("--engines", "gpu")).isEqualTo(2);
    assertThat(out).hasToString("--engines: must be of dl4j, was gpu");
  }

  @Test
  void shouldRefuseTablesWhenABatchOfDistinctItemsDoesNotFitIn() {
    assertThat(command().execute("--batches", "32", "--tables", "16")).isEqualTo(2);
    assertThat(out).hasToString("--tables: must be at least 32, was 16");
  }

  private CommandLine command() {
    EngineChoice dl4j =
        new EngineChoice(Dl4jEngine.NAME, true, threads -> new Dl4jEngine("cpu", threads));
    return new CommandLine(new TrainCommand(List.of(dl4j)))
        .setOut(new PrintWriter(out, true))
        .setExecutionExceptionHandler(
            (exception, line, parsed) -> {
              out.append(exception.getMessage());
              return exception instanceof UserFault ? 2 : 1;
            });
  }
}
