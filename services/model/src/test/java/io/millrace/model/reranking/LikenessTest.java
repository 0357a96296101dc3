package io.millrace.model.reranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.schemas.Item;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LikenessTest {
  private static final long SEED = System.nanoTime();

  private final Random random = new Random(SEED);

  private static Contender contender(String id, float @Nullable [] vector, List<String> genres) {
    return new Contender(new Item(id, "Title", 1990, genres, Map.of(), true, null), 0.5, vector);
  }

  @Test
  void shouldGoByVectorsWhereBothHaveOne() {
    Contender a = contender("a", new float[] {1, 0}, List.of("War"));
    Contender b = contender("b", new float[] {0.6f, 0.8f}, List.of("Comedy"));

    assertThat(new Likeness().of(a, b)).isCloseTo(0.6, within(1e-6));
  }

  @Test
  void shouldTakeEachGenreOnceWhereOneHasNoVector() {
    Likeness likeness = new Likeness();
    List<List<String>> genres = IntStream.range(0, 30).mapToObj(i -> some()).toList();
    for (int i = 0; i < genres.size(); i++) {
      for (int j = 0; j < genres.size(); j++) {
        Contender a = contender("a" + i, new float[] {1, 0}, genres.get(i));
        Contender b = contender("b" + j, null, genres.get(j));
        long all = Stream.of(genres.get(i), genres.get(j)).flatMap(List::stream).distinct().count();
        long both = genres.get(i).stream().distinct().filter(genres.get(j)::contains).count();

        assertThat(likeness.of(a, b))
            .as("%s and %s, seed %d", genres.get(i), genres.get(j), SEED)
            .isEqualTo(all == 0 ? 0 : (double) both / all);
      }
    }
  }

  private List<String> some() {
    return random.ints(random.nextInt(5), 0, 4).mapToObj(i -> "genre" + i).toList();
  }
}
