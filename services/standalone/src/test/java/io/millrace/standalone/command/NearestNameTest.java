package io.millrace.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> NAMES =
      List.of("demo", "data", "dump", "evaluate", "recommend", "replay", "restore", "runs");

  @ParameterizedTest
  @CsvSource({
    "evalaute, evaluate", // swapped
    "recomend, recommend", // left out
    "demmo, demo", // added
    "dato, data", // changed
    "reco, recommend", // begun
    "evluatte, evaluate", // two of eight
  })
  void shouldFindWhatWasMeant(String typed, String meant) {
    assertThat(NearestName.of(typed, NAMES)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"nonsense", "xx", "r", "dmo0x"})
  void shouldFindNothingWhereItCouldBeAny(String typed) {
    assertThat(NearestName.of(typed, NAMES)).isEmpty();
  }

  @Test
  void shouldPreferTheNearerOfTwo() {
    assertThat(NearestName.of("pins", List.of("pine", "spins", "pin"))).contains("pin");
    assertThat(NearestName.of("unshadw", List.of("shadow", "unshadow"))).contains("unshadow");
  }
}
