package io.millrace.trainer.protocol.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.protocol.data.ProtocolName;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelNameTest {
  @Test
  void shouldSayWhichModelsThereAre() {
    assertThatThrownBy(() -> ModelName.of(List.of("popular"), ProtocolName.P1))
        .isInstanceOf(UserFault.class)
        .hasMessageContainingAll("--models", "popularity", "pipeline", "\"popular\"");
    assertThatThrownBy(() -> ModelName.of(List.of("ease-5"), ProtocolName.P4))
        .isInstanceOf(UserFault.class)
        .hasMessageContainingAll("biases, fm", "p4", "\"ease-5\"");
    assertThat(ModelName.of(List.of("ials", "IALS"), ProtocolName.P1))
        .containsExactly(ModelName.IALS);
  }
}
