package io.millrace.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import org.junit.jupiter.api.Test;

class PairMatrixTest {
  private static final PairMatrix NEEDED = new PairMatrix("ease", 20_000, 16);

  /** Of 3,200 MB half may be taken: 10,000 x 10,000 pairs of 16 bytes. */
  @Test
  void shouldRefuseMoreItemsThanFitIntoHalfOfTheHeap() {
    assertThatCode(() -> NEEDED.requireFor(10_000, 3_200_000_000L)).doesNotThrowAnyException();
    assertThatThrownBy(() -> NEEDED.requireFor(10_001, 3_200_000_000L))
        .isInstanceOf(UserFault.class)
        .hasMessage(
            "ease: needs a dense matrix over all items, of at most 10,000 with this heap, there are"
                + " 10,001; leave it out of --models, or give more heap"
                + " (MILLRACE_JAVA_OPTS=-Xmx...)");
  }

  @Test
  void shouldRefuseMoreItemsThanCanBeFittedWhateverTheHeap() {
    assertThatCode(() -> NEEDED.requireFor(20_000, 1L << 40)).doesNotThrowAnyException();
    assertThatThrownBy(() -> NEEDED.requireFor(20_001, 1L << 40))
        .isInstanceOf(UserFault.class)
        .hasMessage(
            "ease: needs a dense matrix over all items, of at most 20,000, there are 20,001; leave"
                + " it out of --models");
  }
}
