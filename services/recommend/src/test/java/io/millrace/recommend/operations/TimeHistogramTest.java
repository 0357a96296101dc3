package io.millrace.recommend.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimeHistogramTest {
  private static final TreeMap<Double, Long> BUCKETS =
      new TreeMap<>(Map.of(1.0, 10L, 2.0, 10L, 4.0, 18L));

  @Test
  void shouldInterpolateWithinBucketWhenAskedForQuantile() {
    TimeHistogram histogram = new TimeHistogram(20, BUCKETS);

    assertThat(histogram.quantile(0.25)).isCloseTo(0.5, within(1e-9));
    assertThat(histogram.quantile(0.5)).isCloseTo(1, within(1e-9));
    assertThat(histogram.quantile(0.7)).isCloseTo(3, within(1e-9));
  }

  @Test
  void shouldTellLastBoundWhenTimeLiesBeyondIt() {
    assertThat(new TimeHistogram(20, BUCKETS).quantile(0.99)).isEqualTo(4);
  }

  @Test
  void shouldTellNothingWhenThereIsNothing() {
    assertThat(new TimeHistogram(0, new TreeMap<>()).quantile(0.5)).isZero();
  }
}
