package io.millrace.trainer.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.evaluation.MetricOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run as its directory tells it; what the directory does not tell is empty, and NaN of a number.
 *
 * @param directory it is in
 * @param dataset it learned from
 * @param started when, in ISO 8601
 * @param engine that trained
 * @param device it trained on
 * @param verdict on the model
 * @param refusal why the gate refused it; null if it did not
 * @param seconds wall-clock
 * @param settings in effect, by full key
 * @param metrics of the model, by name
 * @param popularity the same of popularity
 * @param live the same of the generation that served then, by which the gate decided; empty where
 *     none was judged
 * @param epochs the log's lines with its head, each split into its cells
 */
public record Run(
    Path directory,
    String dataset,
    String started,
    String engine,
    String device,
    Verdict verdict,
    @Nullable String refusal,
    double seconds,
    SortedMap<String, String> settings,
    SortedMap<String, Double> metrics,
    SortedMap<String, Double> popularity,
    SortedMap<String, Double> live,
    List<List<String>> epochs) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The directory's name. */
  public String name() {
    return directory.toAbsolutePath().normalize().getFileName().toString();
  }

  /** Whether a run was begun in the directory. */
  public static boolean isIn(Path directory) {
    return Files.isRegularFile(directory.resolve(RunDirectory.SETTINGS))
        || Files.isRegularFile(directory.resolve(RunDirectory.PROVENANCE));
  }

  /**
   * The directories with a run in a directory: itself or those in it, in the order of their names.
   *
   * @throws UserFault if there is none
   */
  public static List<Path> under(Path directory) {
    requireDirectory(directory);
    if (isIn(directory)) {
      return List.of(directory);
    }
    try (Stream<Path> inside = Files.list(directory)) {
      List<Path> runs = inside.filter(Run::isIn).sorted().toList();
      if (runs.isEmpty()) {
        throw new UserFault(
            "runs: %s must hold directories that trainer --once --output-dir, the service"
                    .formatted(directory)
                + " (trainer.runs.directory), evaluate --output-dir or tune wrote; it holds none");
      }
      return runs;
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  /**
   * Reads a run.
   *
   * @throws UserFault if the directory has none, or a file of it is damaged
   */
  public static Run read(Path directory) {
    requireDirectory(directory);
    if (!isIn(directory)) {
      throw new UserFault(
          "run: %s must be a directory of one run, as trainer --once --output-dir writes it; it has"
                  .formatted(directory)
              + " neither "
              + RunDirectory.SETTINGS
              + " nor "
              + RunDirectory.PROVENANCE);
    }
    JsonNode from = json(directory.resolve(RunDirectory.PROVENANCE));
    JsonNode found = json(directory.resolve(RunDirectory.METRICS));
    return new Run(
        directory,
        from.path("dataset").asText(),
        from.path("started").asText(),
        from.path("engine").asText(),
        from.path("device").asText(),
        verdict(found),
        found.hasNonNull("refusal") ? found.get("refusal").asText() : null,
        from.path("seconds").asDouble(Double.NaN),
        settings(directory.resolve(RunDirectory.SETTINGS)),
        numbers(found.path("metrics")),
        numbers(found.path("popularity")),
        numbers(found.path("live")),
        epochs(directory.resolve(RunDirectory.LOG)));
  }

  private static void requireDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new UserFault(
          "run: must be a directory that is there, was %s; check the path".formatted(directory));
    }
  }

  /** Empty where there is no such file. */
  private static JsonNode json(Path file) {
    if (!Files.exists(file)) {
      return JSON.createObjectNode();
    }
    try {
      JsonNode root = JSON.readTree(file.toFile());
      if (!root.isObject()) {
        throw new IOException("no object");
      }
      return root;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Verdict verdict(JsonNode metrics) {
    if (metrics.isEmpty() || metrics.has("verdict")) {
      return Verdict.of(metrics.path("verdict").asText());
    }
    return metrics.hasNonNull("refusal") ? Verdict.REFUSED : Verdict.PASSED;
  }

  private static SortedMap<String, String> settings(Path file) {
    try {
      return Files.exists(file) ? PropertiesFile.read(file) : new TreeMap<>();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static SortedMap<String, Double> numbers(JsonNode object) {
    SortedMap<String, Double> numbers = new TreeMap<>(new MetricOrder());
    object
        .properties()
        .forEach(field -> numbers.put(field.getKey(), field.getValue().asDouble(Double.NaN)));
    return numbers;
  }

  private static List<List<String>> epochs(Path file) {
    try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.empty()) {
      return lines.map(line -> List.of(line.split(",", -1))).toList();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UserFault unreadable(Path file, IOException e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new UserFault(
        "run: %s must be as a training writes it, cannot be read (%s); train again, or remove it"
            .formatted(file, reason),
        e);
  }
}
