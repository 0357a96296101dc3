package io.millrace.tests.benchmark.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trainer.learner.RetrievalBatch;
import io.millrace.trainer.learner.TwoTowerSpec;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SyntheticBatchesTest {
  private static final int ROWS = 500;
  private static final int BATCH = 300;

  @ParameterizedTest
  @EnumSource(RowDraw.class)
  void shouldPoolEachItemOnceWithinTheTableWhenDrawn(RowDraw draw) {
    TwoTowerSpec spec = BenchmarkSpecs.towers(ROWS);
    RetrievalBatch batch = SyntheticBatches.retrieval(spec, BATCH, 2, draw, 7).getLast();

    assertThat(Arrays.stream(batch.pool()).distinct().count()).isEqualTo(BATCH);
    assertThat(IntStream.of(batch.pool())).allMatch(SyntheticBatchesTest::isRow);
    assertThat(batch.history()).hasSize(BATCH * spec.historyLength());
    assertThat(IntStream.of(batch.history())).allMatch(SyntheticBatchesTest::isRow);
    assertThat(batch.ratedStart()).hasSize(BATCH + 1).containsOnly(0);
    for (int i = 0; i < BATCH; i++) {
      assertThat(batch.positive()[i]).isEqualTo(i);
    }
  }

  private static boolean isRow(int row) {
    return row >= 1 && row <= ROWS;
  }
}
