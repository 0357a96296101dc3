package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.Successor;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionRowTest {
  @Test
  void shouldFindEachWhenHashesCollide() {
    ItemOrdinals items = new ItemOrdinals();
    items.of("another");
    // "Aa" and "BB" have one hash, and so have all their doublings.
    List<String> ids = List.of("AaAa", "BBBB", "AaBB", "BBAa");
    assertThat(ids.stream().map(String::hashCode).distinct()).hasSize(1);
    TransitionRow row =
        TransitionRow.of(
            new ItemTransitions("x", 0L, ids.stream().map(id -> new Successor(id, 1.0)).toList()),
            items);

    for (int rank = 1; rank <= ids.size(); rank++) {
      String id = ids.get(rank - 1);
      assertThat(row.find(id)).isEqualTo(new TransitionRow.Entry(id, 1, 0.25, rank));
      assertThat(items.id(row.ordinal(rank - 1))).isEqualTo(id);
      assertThat(row.root(rank - 1)).isEqualTo(0.5);
    }
    assertThat(row.find("AaAaAa")).isNull();
    assertThat(row.find("")).isNull();
    assertThat(row.size()).isEqualTo(4);
  }

  @Test
  void shouldFindNothingWhenNothingFollows() {
    assertThat(TransitionRow.EMPTY.find("x")).isNull();
    assertThat(TransitionRow.of(null, new ItemOrdinals())).isSameAs(TransitionRow.EMPTY);
  }
}
