package io.millrace.model.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.vector.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemIndexTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int DIM = 24;
  private final Random random = new Random(SEED);

  @Test
  void shouldFindNearlyAllOfTheNearest() {
    List<String> ids = ids(3000);
    float[][] vectors = vectors(ids.size());
    ItemIndex index = ItemIndex.build(ids, vectors);
    assertThat(recall(index, ids, vectors, 50, 10, id -> true))
        .as("seed %d", SEED)
        .isGreaterThan(0.97);
    assertThat(recall(index, ids, vectors, 20, 100, id -> true))
        .as("seed %d", SEED)
        .isGreaterThan(0.97);
  }

  /** 3,000 are so few that every one is scored. */
  @Test
  void shouldFindExactlyTheNearestOfFew() {
    List<String> ids = ids(3000);
    float[][] vectors = vectors(ids.size());
    ItemIndex index = ItemIndex.build(ids, vectors);
    Predicate<String> even = id -> Integer.parseInt(id) % 2 == 0;
    assertThat(recall(ids, vectors, 50, 100, even, (q, n) -> index.search(q, n, even)))
        .as("seed %d", SEED)
        .isEqualTo(1);
  }

  @Test
  void shouldFindWhatTheFilterLeavesWhenItLeavesLittle() {
    List<String> ids = ids(2000);
    float[][] vectors = vectors(ids.size());
    ItemIndex index = ItemIndex.build(ids, vectors);
    Predicate<String> rare = id -> Integer.parseInt(id) % 20 == 7;
    assertThat(index.search(vectors[0], 30, rare)).hasSize(30).allMatch(s -> rare.test(s.itemId()));
    assertThat(recall(index, ids, vectors, 30, 10, rare)).as("seed %d", SEED).isGreaterThan(0.97);
    assertThat(index.search(vectors[0], 10, id -> false)).isEmpty();
  }

  @Test
  void shouldFindTheNearestOfAMaskAtAnySelectivity() {
    List<String> ids = ids(5000);
    float[][] vectors = vectors(ids.size());
    ItemIndex index = ItemIndex.build(ids, vectors);
    for (int percent : new int[] {1, 10, 50}) {
      Set<String> within =
          ids.stream().filter(id -> random.nextInt(100) < percent).collect(Collectors.toSet());
      ItemMask mask = index.mask(within::contains);
      assertThat(mask.size()).isEqualTo(within.size());
      assertThat(recall(ids, vectors, 50, 10, within::contains, masked(index, mask)))
          .as("%d %%, seed %d", percent, SEED)
          .isGreaterThanOrEqualTo(0.95);
      assertThat(recall(ids, vectors, 50, 10, within::contains, graph(index, mask)))
          .as("%d %%, by the graph alone, seed %d", percent, SEED)
          .isGreaterThanOrEqualTo(0.95);
      assertThat(recall(ids, vectors, 20, 10, within::contains, every(index, mask)))
          .as("%d %%, by every score, seed %d", percent, SEED)
          .isEqualTo(1);
    }
  }

  private static BiFunction<float[], Integer, List<ScoredItem>> masked(
      ItemIndex index, ItemMask mask) {
    return (query, k) -> index.search(query, k, mask, id -> true);
  }

  private static BiFunction<float[], Integer, List<ScoredItem>> graph(
      ItemIndex index, ItemMask mask) {
    return (query, k) -> index.searchGraph(query, k, mask, id -> true);
  }

  private static BiFunction<float[], Integer, List<ScoredItem>> every(
      ItemIndex index, ItemMask mask) {
    return (query, k) -> index.searchAll(query, k, mask, id -> true);
  }

  @Test
  void shouldFollowChangesOfSingleItemsWithAMask() {
    List<String> ids = ids(300);
    float[][] vectors = vectors(ids.size());
    ItemIndex index = ItemIndex.build(ids, vectors);
    ItemMask mask = index.mask(List.of("7", "8", "9", "not there"));
    Predicate<String> any = id -> true;
    assertThat(index.search(vectors[0], 10, mask, any))
        .extracting(ScoredItem::itemId)
        .containsExactlyInAnyOrder("7", "8", "9");
    mask.set("8", false);
    mask.set("8", false);
    mask.set("200", true);
    mask.set("not there", true);
    assertThat(mask.size()).isEqualTo(3);
    assertThat(index.search(vectors[0], 10, mask, any))
        .extracting(ScoredItem::itemId)
        .containsExactlyInAnyOrder("7", "9", "200");
    index.remove("9");
    index.put("new", vectors[1]);
    assertThat(index.search(vectors[1], 10, mask, any))
        .extracting(ScoredItem::itemId)
        .containsExactlyInAnyOrder("7", "200", "new");
    assertThat(index.search(vectors[1], 10, mask, id -> !id.equals("new")))
        .extracting(ScoredItem::itemId)
        .containsExactlyInAnyOrder("7", "200");
    assertThat(index.isCurrent(mask)).isTrue();
    index.compact();
    assertThat(index.isCurrent(mask)).isFalse();
    assertThat(index.mask(List.of()).size()).isZero();
    assertThat(index.search(vectors[1], 10, index.mask(List.of()), any)).isEmpty();
  }

  @Test
  void shouldScoreByDotProductAndBreakTiesById() {
    ItemIndex index =
        ItemIndex.build(
            List.of("b", "a", "c"), new float[][] {{0.6f, 0.8f}, {0.6f, 0.8f}, {-1, 0}});
    List<ScoredItem> found = index.search(new float[] {1, 0}, 10, id -> true);
    assertThat(found).extracting(ScoredItem::itemId).containsExactly("a", "b", "c");
    assertThat(found.get(0).score()).isCloseTo(0.6, within(1e-6));
    assertThat(found.get(2).score()).isCloseTo(-1, within(1e-6));
  }

  @Test
  void shouldForgetTheOldVectorWhenReplacedAndTheItemWhenRemoved() {
    ItemIndex index = ItemIndex.empty(2);
    assertThat(index.search(new float[] {1, 0}, 5, id -> true)).isEmpty();
    index.put("a", new float[] {1, 0});
    index.put("b", new float[] {0, 1});
    index.put("a", new float[] {0, -1});
    assertThat(index.size()).isEqualTo(2);
    assertThat(index.deadFraction()).isCloseTo(1.0 / 3, within(1e-9));
    assertThat(index.search(new float[] {0, -1}, 5, id -> true))
        .extracting(ScoredItem::itemId)
        .containsExactly("a", "b");
    index.remove("a");
    index.remove("never there");
    assertThat(index.search(new float[] {0, -1}, 5, id -> true))
        .containsExactly(new ScoredItem("b", -1));
    assertThat(index.vector("a")).isNull();
    index.compact();
    assertThat(index.deadFraction()).isZero();
    assertThat(index.search(new float[] {0, 1}, 5, id -> true))
        .containsExactly(new ScoredItem("b", 1));
    index.remove("b");
    index.compact();
    index.put("c", new float[] {1, 0});
    assertThat(index.search(new float[] {1, 0}, 5, id -> true))
        .containsExactly(new ScoredItem("c", 1));
  }

  @Test
  void shouldRefuseAVectorOfAnotherLength() {
    assertThatThrownBy(() -> ItemIndex.empty(3).put("a", new float[2]))
        .hasMessage("vector: must have 3 floats, has 2");
  }

  @Test
  void shouldAnswerWhileItIsUpdated() throws InterruptedException, ExecutionException {
    List<String> ids = ids(1500);
    float[][] vectors = vectors(ids.size());
    ItemIndex index = ItemIndex.build(ids.subList(0, 500), Arrays.copyOf(vectors, 500));
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> searches = new ArrayList<>();
      searches.add(
          threads.submit(
              () -> searchUntil(done, vectors, (q, n) -> index.searchGraph(q, n, id -> true))));
      searches.add(
          threads.submit(
              () -> searchUntil(done, vectors, (q, n) -> index.search(q, n, id -> true))));
      Future<?> updates = threads.submit(() -> update(index, ids, vectors));
      updates.get();
      done.set(true);
      for (Future<?> search : searches) {
        search.get();
      }
    }
    assertThat(index.size()).isEqualTo(1400);
    List<String> left = ids.subList(100, 1500);
    float[][] leftVectors = Arrays.copyOfRange(vectors, 100, 1500);
    assertThat(recall(index, left, leftVectors, 30, 10, id -> true))
        .as("seed %d", SEED)
        .isGreaterThan(0.95);
  }

  /** Adds 1,000 items, gives 200 a new vector and back, removes the first 100, compacts. */
  private static void update(ItemIndex index, List<String> ids, float[][] vectors) {
    for (int i = 500; i < 1500; i++) {
      index.put(ids.get(i), vectors[i]);
    }
    for (int i = 200; i < 400; i++) {
      index.put(ids.get(i), vectors[i + 1]);
      index.put(ids.get(i), vectors[i]);
    }
    ids.subList(0, 100).forEach(index::remove);
    index.compact();
  }

  private static void searchUntil(
      AtomicBoolean done,
      float[][] vectors,
      BiFunction<float[], Integer, List<ScoredItem>> search) {
    int i = 0;
    while (!done.get()) {
      List<ScoredItem> found = search.apply(vectors[i++ % vectors.length], 20);
      assertThat(found).hasSize(20);
      assertThat(found.stream().map(ScoredItem::itemId).distinct()).hasSize(20);
    }
  }

  /** 4,000 updates of 2,000 items would leave two dead ordinals for each that is alive. */
  @Test
  void shouldCompactByItselfAndLoseNoUpdateWhenMuchIsReplaced() {
    List<String> ids = ids(2000);
    float[][] vectors = vectors(ids.size());
    ItemIndex index = ItemIndex.build(ids, vectors);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < ids.size(); i++) {
        vectors[i] = vectors(1)[0];
        index.put(ids.get(i), vectors[i]);
        assertThat(index.deadFraction()).isLessThan(0.7);
      }
    }
    assertThat(index.size()).isEqualTo(2000);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(index.vector(ids.get(i))).containsExactly(vectors[i]);
    }
    assertThat(recall(index, ids, vectors, 30, 10, id -> true))
        .as("seed %d", SEED)
        .isGreaterThan(0.95);
  }

  @Test
  void shouldComeBackFromAFileAndTakeUpdates(@TempDir Path folder) throws IOException {
    List<String> ids = ids(800);
    float[][] vectors = vectors(ids.size());
    ItemIndex index = ItemIndex.build(ids, vectors);
    index.remove("3");
    Path file = folder.resolve("items.index");
    index.save(file);
    ItemIndex loaded = ItemIndex.load(file);
    assertThat(loaded.ids()).isEqualTo(index.ids());
    assertThat(loaded.dimension()).isEqualTo(DIM);
    assertThat(loaded.vector("5")).containsExactly(vectors[5]);
    List<String> kept = new ArrayList<>(ids);
    kept.remove("3");
    float[][] keptVectors =
        IntStream.range(0, 800)
            .filter(i -> i != 3)
            .mapToObj(i -> vectors[i])
            .toArray(float[][]::new);
    assertThat(recall(loaded, kept, keptVectors, 30, 10, id -> true))
        .as("seed %d", SEED)
        .isGreaterThan(0.97);
    loaded.put("3", vectors[3]);
    assertThat(loaded.search(vectors[3], 1, id -> true).getFirst().itemId()).isEqualTo("3");
    assertThat(index.search(vectors[4], 1, id -> true).getFirst().itemId()).isEqualTo("4");
  }

  @Test
  void shouldRefuseAFileThatIsNoIndexOrEndsEarly(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("items.index");
    Files.writeString(file, "something else entirely");
    assertThatThrownBy(() -> ItemIndex.load(file))
        .isInstanceOf(IndexFault.class)
        .hasMessageContaining("must be an item index 4d524958 of version 1, begins with 736f6d65");
    ItemIndex.build(ids(50), vectors(50)).save(file);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {3, 40, whole.length - 1, whole.length / 2}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ItemIndex.load(file))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(IndexFault.class)
          .hasMessageContaining("ends early");
    }
  }

  @Test
  void shouldCarryAVectorInBytes() {
    float[] vector = {1.5f, -2f, 0.25f};
    assertThat(ItemIndex.fromBytes(ItemIndex.toBytes(vector))).containsExactly(vector);
    assertThat(ItemIndex.toBytes(new float[] {1f}).get(3)).isEqualTo((byte) 0x3f);
  }

  private double recall(
      ItemIndex index,
      List<String> ids,
      float[][] vectors,
      int queries,
      int k,
      Predicate<String> accept) {
    return recall(ids, vectors, queries, k, accept, (q, n) -> index.searchGraph(q, n, accept));
  }

  private double recall(
      List<String> ids,
      float[][] vectors,
      int queries,
      int k,
      Predicate<String> accept,
      BiFunction<float[], Integer, List<ScoredItem>> search) {
    int hits = 0;
    int wanted = 0;
    for (float[] query : vectors(queries)) {
      List<String> exact =
          IntStream.range(0, ids.size())
              .boxed()
              .filter(i -> accept.test(ids.get(i)))
              .sorted(Comparator.comparingDouble(i -> -Vectors.dot(query, vectors[i])))
              .limit(k)
              .map(ids::get)
              .toList();
      List<String> found = search.apply(query, k).stream().map(ScoredItem::itemId).toList();
      wanted += exact.size();
      hits += (int) found.stream().filter(exact::contains).count();
    }
    return (double) hits / wanted;
  }

  private static List<String> ids(int n) {
    return IntStream.range(0, n).mapToObj(Integer::toString).toList();
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
