package io.millrace.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trainer.learner.RankingBatch;
import org.junit.jupiter.api.Test;

class RankerExamplesTest {
  private final RankerExamples examples = examples();

  /** Groups of items 1, 2, 3 and 4, 5 and 6, 7, 8; the rated one first. */
  private static RankerExamples examples() {
    RankerExamples examples = new RankerExamples(3);
    ExampleRows.add(examples, 10, 1, 2, 3);
    ExampleRows.add(examples, 11, 4, 5);
    ExampleRows.add(examples, 12, 6, 7, 8);
    return examples;
  }

  @Test
  void shouldGatherWholeGroupsInTheOrderAskedFor() {
    RankingBatch batch = examples.batch(new int[] {1, 0});
    assertThat(batch.size()).isEqualTo(5);
    assertThat(batch.input())
        .containsExactly(-1, -1, 4, -1, -1, 5, -1, -1, 1, -1, -1, 2, -1, -1, 3);
    assertThat(batch.rated()).containsExactly(true, false, true, false, false);
    assertThat(batch.rating()).containsExactly(0.8f, 0, 0.8f, 0, 0);
    assertThat(batch.click()).containsExactly(1, 0, 1, 0, 0);
  }

  @Test
  void shouldLeaveNothingOfTheBatchBeforeWhenItsArraysAreUsedAgain() {
    RankingBatch before = examples.batch(new int[] {0, 1});
    before.input()[0] = 99;
    RankingBatch batch = examples.batch(new int[] {1, 2});
    assertThat(batch.input()).isSameAs(before.input());
    RankingBatch fresh = examples().batch(new int[] {1, 2});
    assertThat(batch.input()).containsExactly(fresh.input());
    assertThat(batch.rated()).containsExactly(fresh.rated());
    assertThat(batch.rating()).containsExactly(fresh.rating());
    assertThat(batch.click()).containsExactly(fresh.click());
  }
}
