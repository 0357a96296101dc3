package io.millrace.trainer.protocol.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollingTest {
  private static List<String> listed(String shares) {
    return shares.equals("-") ? List.of() : List.of(shares.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "-, -, 0.05, 0.01",
    "10%, -, 0.1, 0.01",
    "-, 2%, 0.05, 0.02",
    "100%, 2%, 1, 0.02",
    "0.1, 0.03, 0.1, 0.03",
    "5% 0.05, -, 0.05, 0.01",
    "5%+2%, -, 0.05, 0.02"
  })
  void shouldTrainAndUpdateInOneWayWhenThereIsOneShareOfEach(
      String retrain, String update, double retrainEvery, double updateEvery) {
    assertThat(Rolling.of(listed(retrain), listed(update)))
        .containsExactly(new Rolling(retrainEvery, updateEvery));
  }

  @ParameterizedTest
  @CsvSource({
    "5% 1%, -, retrain-5% retrain-1%",
    "-, 5% 1%, update-5% update-1%",
    "100%, 100% 2%, state update-2%",
    "100% 5% 1%, 2% 1%, update-2% update-1% state retrain-5% retrain-1%",
    "5% 5%+1%, -, retrain-5% retrain-5%-update-1%",
    "5%+1%, 2%, update-2% retrain-5%-update-1%"
  })
  void shouldJudgeEachByItselfWhenThereAreSeveralShares(
      String retrain, String update, String labels) {
    assertThat(Rolling.of(listed(retrain), listed(update)))
        .extracting(Rolling::label)
        .containsExactly(labels.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"x, must be a share", "5%+, must be a share", "1%+0, above 0", "2, at most 100 %"})
  void shouldRefuseWhatIsNoShare(String share, String said) {
    assertThatThrownBy(() -> Rolling.of(List.of("5%", share), List.of()))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining(said);
  }

  @Test
  void shouldNameTheOptionThatIsWrong() {
    assertThatThrownBy(() -> Rolling.of(List.of(), List.of("1%", "often")))
        .isInstanceOf(UserFault.class)
        .hasMessageContainingAll("--update-every", "\"often\"");
  }
}
