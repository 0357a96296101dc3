package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.contender.Newcomer;
import io.millrace.trainer.protocol.contender.Part;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.judge.Rolling;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationOptionsTest {
  private static EvaluationOptions options(ProtocolName protocol, ModelName model) {
    return new EvaluationOptions(
        protocol,
        new Cut.Quantile(0.9),
        List.of(),
        List.of(model),
        List.of(Part.INDEX),
        null,
        false,
        null);
  }

  @Test
  void shouldJudgeNewcomersFrozenAlone() {
    assertThatThrownBy(
            () ->
                new EvaluationOptions(
                    ProtocolName.P1,
                    new Cut.Quantile(0.9),
                    List.of(new Rolling(1, 1)),
                    List.of(ModelName.PIPELINE),
                    List.copyOf(Newcomer.of(List.of(1))),
                    null,
                    false,
                    null))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("--newcomers, --rolling");
  }

  @Test
  void shouldAskForThePipelineWhereItIsRanked() {
    assertThatThrownBy(() -> options(ProtocolName.P4, ModelName.PIPELINE))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("--without: goes with the model pipeline");
    assertThatThrownBy(() -> options(ProtocolName.P1, ModelName.POPULARITY))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("popularity");
  }
}
