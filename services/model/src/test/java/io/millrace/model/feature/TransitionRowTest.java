package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.ItemTransitions;
import io.millrace.schemas.Successor;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionRowTest {
  @Test
  void shouldFindEachWhenHashesCollide() {
    // "Aa" and "BB" have one hash, and so have all their doublings.
    List<String> ids = List.of("AaAa", "BBBB", "AaBB", "BBAa");
    assertThat(ids.stream().map(String::hashCode).distinct()).hasSize(1);
    TransitionRow row =
        TransitionRow.of(
            new ItemTransitions("x", 0L, ids.stream().map(id -> new Successor(id, 1.0)).toList()));

    for (int rank = 1; rank <= ids.size(); rank++) {
      String id = ids.get(rank - 1);
      assertThat(row.find(id)).isEqualTo(new TransitionRow.Entry(id, 1, 0.25, rank));
    }
    assertThat(row.find("AaAaAa")).isNull();
    assertThat(row.find("")).isNull();
  }

  @Test
  void shouldFindNothingWhenNothingFollows() {
    assertThat(TransitionRow.EMPTY.find("x")).isNull();
    assertThat(TransitionRow.of(null)).isSameAs(TransitionRow.EMPTY);
  }
}
