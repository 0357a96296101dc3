package io.millrace.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BundleChunksTest {
  @Test
  void shouldJoinWhatWasSplitWhenSizesAreAtTheEdges() {
    for (int length : new int[] {0, 1, BundleChunks.SIZE, BundleChunks.SIZE + 1, 1_300_000}) {
      byte[] bytes = new byte[length];
      new Random(length).nextBytes(bytes);
      List<byte[]> chunks = BundleChunks.split(bytes);
      assertThat(chunks).hasSize(Math.max(1, (length + BundleChunks.SIZE - 1) / BundleChunks.SIZE));
      assertThat(chunks).allSatisfy(c -> assertThat(c.length).isLessThanOrEqualTo(524_288));
      assertThat(BundleChunks.join(chunks, length)).isEqualTo(bytes);
    }
  }

  @Test
  void shouldNameTheChunkThatIsMissing() {
    assertThatThrownBy(() -> BundleChunks.join(Arrays.asList(new byte[2], null), 4))
        .isInstanceOf(BundleFault.class)
        .hasMessage("bundle: must have chunks 0 to 1, lacks 1");
  }

  @Test
  void shouldRefuseAnotherLength() {
    assertThatThrownBy(() -> BundleChunks.join(List.of(new byte[2]), 3))
        .isInstanceOf(BundleFault.class)
        .hasMessage("bundle: must have 3 bytes, has 2");
  }
}
