package io.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemOrdinalsTest {
  private final ItemOrdinals ordinals = new ItemOrdinals();

  @Test
  void shouldNumberItemsInOrderOfFirstSight() {
    assertThat(List.of(ordinals.of("a"), ordinals.of("b"), ordinals.of("a")))
        .containsExactly(0, 1, 0);
    assertThat(ordinals.find("b")).isEqualTo(1);
    assertThat(ordinals.find("c")).isNegative();
    assertThat(ordinals.id(1)).isEqualTo("b");
  }

  @Test
  void shouldGiveEachItemOneNumberWhenThreadsRace() {
    int items = 5000;
    Set<Integer> given = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 4 * items)
        .parallel()
        .forEach(
            i -> {
              String id = "i" + i % items;
              int ordinal = ordinals.of(id);
              given.add(ordinal);
              assertThat(ordinals.id(ordinal)).isEqualTo(id);
            });
    assertThat(given).hasSize(items).allMatch(ordinal -> ordinal >= 0 && ordinal < items);
  }

  @Test
  void shouldHoldAValueForEachOrdinalHoweverHigh() {
    ItemColumn<String> column = new ItemColumn<>();
    column.set(3, "three");
    column.set(100_000, "many");
    column.set(3, null);
    column.set(4, "four");
    assertThat(column.get(3)).isNull();
    assertThat(column.get(4)).isEqualTo("four");
    assertThat(column.get(100_000)).isEqualTo("many");
    assertThat(column.get(-1)).isNull();
    assertThat(column.get(1 << 30)).isNull();
  }
}
