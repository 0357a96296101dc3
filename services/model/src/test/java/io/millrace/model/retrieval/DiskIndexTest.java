package io.millrace.model.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.vector.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index whose segments are on disk answers as one on the heap does. */
class DiskIndexTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int DIM = 24;
  private static final int SUBSPACES = 12;

  private final Random random = new Random(SEED);

  @TempDir private Path root;

  private ItemIndex open(List<String> ids, float[][] vectors) {
    return ItemIndex.build(
        "g000001",
        ItemVectors.of(ids, vectors),
        new IndexSettings(64, root.toString(), 1000, SUBSPACES));
  }

  @Test
  void shouldFindNearlyAllOfTheNearestAndSurviveUpdatesAndReopening() throws IOException {
    List<String> ids = ids(8_000);
    float[][] vectors = vectors(ids.size());
    Map<String, float[]> truth = truth(ids, vectors);
    ItemIndex index = open(ids, vectors);
    assertThat(index.isOnDisk()).isTrue();
    assertThat(index.size()).isEqualTo(8_000);
    assertThat(index.vector("item 77")).containsExactly(vectors[77]);
    assertRecall(index, truth, id -> true);
    assertRecall(index, truth, id -> id.endsWith("7"));

    FileTime built = Files.getLastModifiedTime(graph());
    change(index, truth);
    assertThat(index.size()).isEqualTo(truth.size());
    assertThat(index.ids()).isEqualTo(truth.keySet());
    assertRecall(index, truth, id -> true);

    ItemIndex reopened = open(ids, vectors);
    assertThat(Files.getLastModifiedTime(graph())).isEqualTo(built);
    assertThat(reopened.ids()).containsExactlyInAnyOrderElementsOf(ids);
    assertRecall(reopened, truth(ids, vectors), id -> true);
  }

  /** Removes 500 items, gives 500 new vectors, adds 500 and takes some of each back. */
  private void change(ItemIndex index, Map<String, float[]> truth) {
    for (int i = 0; i < 500; i++) {
      index.remove("item " + i);
      truth.remove("item " + i);
      put(index, truth, "item " + (1000 + i));
      put(index, truth, "new " + i);
    }
    for (int i = 0; i < 50; i++) {
      index.remove("new " + i);
      truth.remove("new " + i);
      put(index, truth, "item " + i);
    }
    assertThat(index.vector("item 60")).isNull();
    assertThat(index.vector("item 1060")).containsExactly(truth.get("item 1060"));
  }

  private void put(ItemIndex index, Map<String, float[]> truth, String id) {
    float[] vector = vectors(1)[0];
    index.put(id, vector);
    truth.put(id, vector);
  }

  @Test
  void shouldWriteWhatIsAliveToNewFilesWhenCompacted() {
    List<String> ids = ids(4000);
    float[][] vectors = vectors(ids.size());
    Map<String, float[]> truth = truth(ids, vectors);
    ItemIndex index = open(ids, vectors);
    ItemMask before = index.mask(List.of("item 700", "item 1100"));
    change(index, truth);
    assertThat(index.search(vectors[700], 5, before, Set.of("item 700")::contains))
        .extracting(ScoredItem::itemId)
        .containsExactly("item 700");

    index.compact();

    assertThat(index.isOnDisk()).isTrue();
    assertThat(index.deadFraction()).isZero();
    assertThat(index.ids()).isEqualTo(truth.keySet());
    assertThat(index.isCurrent(before)).isFalse();
    assertRecall(index, truth, id -> true);
    ItemMask few = index.mask(List.of("item 700", "new 200"));
    assertThat(index.search(vectors[700], 5, few, id -> true))
        .extracting(ScoredItem::itemId)
        .containsExactlyInAnyOrder("item 700", "new 200");
  }

  @Test
  void shouldBuildAnewWhatIsLostDamagedOrOfOtherItems() throws IOException {
    List<String> ids = ids(1000);
    float[][] vectors = vectors(ids.size());
    Map<String, float[]> truth = truth(ids, vectors);
    open(ids, vectors);
    for (String file : List.of("graph", "codes", "names", "manifest.properties")) {
      Path path = root.resolve("g000001").resolve(file);

      Files.delete(path);
      assertRecall(open(ids, vectors), truth, id -> true);
      assertThat(Files.size(path)).as(file).isPositive();

      byte[] damaged = Files.readAllBytes(path);
      damaged[damaged.length / 2] ^= 0x10;
      Files.write(path, damaged);
      assertRecall(open(ids, vectors), truth, id -> true);
    }
    float[][] others = vectors(ids.size());
    assertRecall(open(ids, others), truth(ids, others), id -> true);
  }

  @Test
  void shouldKeepTheNewestSegmentsOnly() throws IOException {
    List<String> ids = ids(1000);
    float[][] vectors = vectors(ids.size());
    ItemIndex first = null;
    for (int generation = 1; generation <= 5; generation++) {
      ItemIndex index =
          ItemIndex.build(
              "g" + generation,
              ItemVectors.of(ids, vectors),
              new IndexSettings(64, root.toString(), 1000, SUBSPACES));
      Path directory = root.resolve("g" + generation);
      Files.setLastModifiedTime(directory, FileTime.fromMillis(1_000_000L * generation));
      first = first == null ? index : first;
    }
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("g3", "g4", "g5");
    }
    // Its files are gone, but mapped.
    assertRecall(Objects.requireNonNull(first), truth(ids, vectors), id -> true);
  }

  @Test
  void shouldNameTheSettingThatIsOutOfItsRange() {
    assertThatThrownBy(() -> new IndexSettings(64, "", 10, 32))
        .hasMessage("on_disk_from: must be between 1000 and 2147483647, was 10");
    assertThatThrownBy(() -> new IndexSettings(8, "", 1000, 32))
        .hasMessage("beam: must be between 16 and 4096, was 8");
  }

  private Path graph() {
    return root.resolve("g000001").resolve("graph");
  }

  private void assertRecall(ItemIndex index, Map<String, float[]> truth, Predicate<String> accept) {
    int hits = 0;
    int wanted = 0;
    for (float[] query : vectors(30)) {
      List<String> exact =
          truth.keySet().stream()
              .filter(accept)
              .sorted(Comparator.comparingDouble(id -> -dot(query, truth, id)))
              .limit(10)
              .toList();
      List<ScoredItem> found = index.searchGraph(query, 10, accept);
      wanted += exact.size();
      hits += (int) found.stream().map(ScoredItem::itemId).filter(exact::contains).count();
      assertThat(found)
          .allSatisfy(
              item ->
                  assertThat(item.score())
                      .isCloseTo(dot(query, truth, item.itemId()), within(1e-5)));
    }
    assertThat((double) hits / wanted).as("seed %d", SEED).isGreaterThanOrEqualTo(0.95);
  }

  private static double dot(float[] query, Map<String, float[]> truth, String id) {
    return Vectors.dot(query, Objects.requireNonNull(truth.get(id)));
  }

  private static Map<String, float[]> truth(List<String> ids, float[][] vectors) {
    Map<String, float[]> truth = new HashMap<>();
    for (int i = 0; i < vectors.length; i++) {
      truth.put(ids.get(i), vectors[i]);
    }
    return truth;
  }

  private static List<String> ids(int n) {
    return IntStream.range(0, n).mapToObj(i -> "item " + i).toList();
  }

  private float[][] vectors(int n) {
    float[][] vectors = new float[n][DIM];
    for (float[] vector : vectors) {
      for (int d = 0; d < DIM; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      Vectors.normalise(vector, 0, DIM);
    }
    return vectors;
  }
}
