package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.data.Rating;
import io.millrace.data.sample.SampleDataset;
import io.millrace.data.sample.SampleSpec;
import io.millrace.schemas.Item;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} as a user calls it, on a small sample of the repository's own. */
class EvaluateIT {
  private static final SampleDataset SAMPLE = new SampleDataset(new SampleSpec(90, 120, 3_000, 42));
  private static final List<String> SMALL =
      List.of(
          "trainer.embedding_dim=16",
          "trainer.user_tower_dims=[32]",
          "trainer.item_tower_dims=[32]",
          "trainer.dnn_dims=[16]",
          "trainer.batch_size=256",
          "trainer.pool_size=512",
          "trainer.epochs_retrieval=1",
          "trainer.epochs_ranking=1",
          "trainer.ranker_max_examples=500");

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldWriteADumpThatTheTableAgreesWithAndThatLaterEventsDoNotChange() throws Exception {
    List<Rating> ratings = SAMPLE.ratings().toList();
    int cutAt = ratings.size() * 8 / 10;
    String cut = Long.toString(ratings.get(cutAt).timestamp() / 1000);
    Path whole = written("whole", ratings);
    Path part = written("part", ratings.subList(0, ratings.size() * 9 / 10));
    Path universe = directory.resolve("universe.tsv");
    Path report = directory.resolve("report.json");

    evaluate(whole, cut, "whole.tsv", "--write-universe", universe, "--report", report);
    evaluate(part, cut, "part.tsv", "--universe", universe);

    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertReproducible(json, cut);
    assertThat(directory.resolve("report.html"))
        .content()
        .contains("Recall of pipeline's sources")
        .contains("NDCG@10 since the training cut");
    for (JsonNode model : json.get("models")) {
      String name = model.get("model").asText();
      List<String> dump = Files.readAllLines(directory.resolve("whole.tsv." + name));
      assertFigures(model, dump, json.get("items").asInt());
      List<String> cutOff = Files.readAllLines(directory.resolve("part.tsv." + name));
      assertThat(cutOff).hasSizeBetween(100, dump.size() - 50);
      assertThat(dump.subList(0, cutOff.size())).as(name).isEqualTo(cutOff);
    }
  }

  private static void assertReproducible(JsonNode json, String cut) {
    assertThat(json.get("cut").asText()).isEqualTo(cut);
    assertThat(json.get("k-core").asInt()).isEqualTo(5);
    JsonNode configuration = json.get("configuration");
    assertThat(configuration.get("trainer.embedding_dim").asText()).isEqualTo("16");
    assertThat(configuration.get("recommend.retrieval.candidates").asText()).isEqualTo("200");
    assertThat(configuration.has("features.state.recent_items")).isTrue();
    assertThat(json.get("codeVersion").asText()).isNotBlank();
    assertThat(json.get("hardware").asText()).contains("cores");
  }

  /** By the dump alone, as docs/evaluate.md says. */
  private static void assertFigures(JsonNode model, List<String> dump, int items) {
    JsonNode metrics = model.get("metrics");
    assertThat(metrics.get("predictions").asInt()).isEqualTo(dump.size());
    List<Integer> ranks = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    for (String line : dump) {
      String[] columns = line.split("\t", -1);
      ranks.add(Integer.parseInt(columns[3]));
      shown.addAll(List.of(columns[4].split(",", -1)));
    }
    assertMean(metrics, "hr@10", ranks, rank -> 1);
    assertMean(metrics, "ndcg@10", ranks, rank -> 1 / (Math.log(rank + 1.0) / Math.log(2)));
    assertMean(metrics, "mrr@10", ranks, rank -> 1.0 / rank);
    assertThat(metrics.get("coverage@10").asDouble())
        .isCloseTo((double) shown.size() / items, within(1e-9));
  }

  private static void assertMean(
      JsonNode metrics, String name, List<Integer> ranks, IntToDoubleFunction worth) {
    double sum = 0;
    for (int rank : ranks) {
      sum += rank <= 10 ? worth.applyAsDouble(rank) : 0;
    }
    assertThat(metrics.get(name).asDouble()).as(name).isCloseTo(sum / ranks.size(), within(1e-9));
  }

  private void evaluate(Path data, String cut, String dump, Object... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("evaluate", "--data", data.toString(), "--cut", cut));
    arguments.addAll(List.of("--models", "popularity,pipeline"));
    arguments.addAll(List.of("--dump", directory.resolve(dump).toString()));
    Stream.of(more).map(Object::toString).forEach(arguments::add);
    SMALL.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    assertThat(Main.run(arguments.toArray(String[]::new))).isZero();
  }

  /** In GroupLens' form. */
  private Path written(String name, List<Rating> ratings) throws Exception {
    Path data = Files.createDirectory(directory.resolve(name));
    List<String> films = new ArrayList<>(List.of("movieId,title,genres"));
    try (Stream<Item> items = SAMPLE.items()) {
      items.forEach(
          item ->
              films.add(
                  "%s,\"%s (1999)\",%s"
                      .formatted(
                          item.getItemId(),
                          item.getTitle().replace("\"", ""),
                          String.join("|", item.getGenres()))));
    }
    List<String> rows = new ArrayList<>(List.of("userId,movieId,rating,timestamp"));
    ratings.forEach(
        rating ->
            rows.add(
                "%s,%s,%s,%d"
                    .formatted(
                        rating.userId(),
                        rating.itemId(),
                        rating.rating(),
                        rating.timestamp() / 1000)));
    Files.write(data.resolve("movies.csv"), films);
    Files.write(data.resolve("ratings.csv"), rows);
    return data;
  }
}
