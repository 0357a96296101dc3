package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Item;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedGenresTest {
  private final SharedGenres shared = new SharedGenres();

  /** An item with texts of its own. */
  private static Item item(String id, String... genres) {
    List<String> own = List.of(genres).stream().map(g -> String.valueOf(g.toCharArray())).toList();
    return new Item(id, "Title", 1990, own, Map.of("a", "b"), true, 7L);
  }

  @Test
  void shouldGiveItemsTheSameObjectsAndChangeNothingElse() {
    Item first = shared.in(item("a", "War", "Drama"));
    Item second = shared.in(item("b", "Drama"));

    assertThat(first).isEqualTo(item("a", "War", "Drama"));
    assertThat(second).isEqualTo(item("b", "Drama"));
    assertThat(second.getGenres().getFirst()).isSameAs(first.getGenres().getLast());
  }

  @Test
  void shouldForgetWhatNoItemHasAnyMore() {
    Item kept = shared.in(item("a", "War"));
    WeakReference<String> gone =
        new WeakReference<>(shared.in(item("b", "Noir")).getGenres().getFirst());

    while (gone.get() != null) {
      System.gc();
    }

    assertThat(shared.in(item("c", "War")).getGenres().getFirst())
        .isSameAs(kept.getGenres().getFirst());
  }
}
