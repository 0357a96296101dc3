package io.millrace.recommend.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LineageTest {
  private static final List<String> ALL = List.of("g000001", "g000002", "g000003", "g000005");

  private final Lineage lineage = new Lineage();

  @Test
  void shouldGoOneStepFurtherBackWithEachRollBack() {
    ALL.forEach(lineage::serves);
    assertThat(lineage.before(ALL)).isEqualTo("g000003");
    lineage.serves("g000003");
    assertThat(lineage.before(ALL)).isEqualTo("g000002");
  }

  @Test
  void shouldPassOverWhatIsThereNoMore() {
    ALL.forEach(lineage::serves);
    assertThat(lineage.before(List.of("g000001", "g000005"))).isEqualTo("g000001");
  }

  @Test
  void shouldNotGoForthToTheNewerWhenAnOlderServesThatHasNotServedHere() {
    lineage.serves("g000005"); // after a restart
    lineage.serves("g000003"); // rolled back to by the order of publication
    assertThat(lineage.before(ALL)).isNull();
    lineage.serves("g000000");
    assertThat(lineage.before(ALL)).isNull();
  }
}
