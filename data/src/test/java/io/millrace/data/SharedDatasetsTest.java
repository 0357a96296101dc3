package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The real releases, where a copy lies beside the repository: published counts. */
final class SharedDatasetsTest {
  private static Dataset shared(String file) {
    Path start = Path.of("").toAbsolutePath();
    Path found = start.resolve(file);
    for (Path at = start; at != null && !Files.exists(found); at = at.getParent()) {
      found = at.resolve("shared").resolve("datasets").resolve(file);
    }
    assumeTrue(Files.exists(found), "skipped: no shared/datasets/" + file + " beside the checkout");
    return Datasets.open(found.toString(), DatasetOptions.standard());
  }

  private static void assertCounts(Dataset dataset, int items, int users, int ratings) {
    try (Stream<Item> all = dataset.items();
        Stream<User> people = dataset.users()) {
      assertThat(all).hasSize(items);
      assertThat(people).hasSize(users);
    }
    assertThat(dataset.ratingsInTimeOrder().size()).isEqualTo(ratings);
  }

  @Test
  void shouldFindThePublishedCountsIn100k() {
    assertCounts(shared("ml-100k.zip"), 1_682, 943, 100_000);
  }

  @Test
  void shouldFindThePublishedCountsIn1m() {
    Dataset dataset = shared("ml-1m.zip");
    assertCounts(dataset, 3_883, 6_040, 1_000_209);
    try (Stream<Item> items = dataset.items()) {
      assertThat(items).allSatisfy(item -> assertThat(item.getYear()).isBetween(1919, 2000));
    }
  }
}
