package io.millrace.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelManifest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static ModelManifest whole(int number) {
    ModelManifest manifest = new ModelManifest();
    manifest.setGeneration("g00000" + number);
    manifest.setVerdict(GateVerdict.PUBLISHED);
    return manifest;
  }

  private static ModelManifest delta(int number, int base) {
    ModelManifest manifest = whole(number);
    manifest.setDelta(new ModelDelta("g00000" + base, "", "", 0L, 0L));
    return manifest;
  }

  private static ModelManifest refused(int number) {
    ModelManifest manifest = whole(number);
    manifest.setVerdict(GateVerdict.REFUSED);
    return manifest;
  }

  /** Two are kept of each verdict. */
  private static List<String> excess(
      List<ModelManifest> before, ModelManifest newest, @Nullable String pinned) {
    return new Retention(before, newest, pinned == null ? Set.of() : Set.of(pinned)).excess(1, 2);
  }

  @Test
  void shouldKeepTheNewestOfEachVerdictAndWhatIsPinned() {
    List<ModelManifest> before =
        List.of(whole(1), whole(2), refused(3), refused(4), refused(5), whole(6));

    assertThat(excess(before, whole(7), null)).containsExactly("g000003", "g000002", "g000001");
    assertThat(excess(before, whole(7), "g000002")).containsExactly("g000003", "g000001");
  }

  @Test
  void shouldKeepWhatADeltaThatIsKeptLiesOver() {
    List<ModelManifest> before = List.of(whole(1), whole(2), delta(3, 2), delta(4, 2));

    assertThat(excess(before, delta(5, 2), null)).containsExactly("g000003", "g000001");
  }

  @Test
  void shouldLetTheBaseGoWithTheLastDeltaThatLiesOverIt() {
    List<ModelManifest> before = List.of(whole(1), delta(2, 1), delta(3, 1), whole(4));

    assertThat(excess(before, delta(5, 4), null)).containsExactly("g000003", "g000002", "g000001");
    assertThat(excess(before, delta(5, 4), "g000003")).containsExactly("g000002");
  }
}
