package io.millrace.trainer.protocol;

import io.millrace.trainer.protocol.contender.ModelName;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Of what is trained. */
@Execution(ExecutionMode.CONCURRENT)
class NoLookAheadIT extends NoLookAheadContract {
  NoLookAheadIT() {
    super(List.of(ModelName.TWO_TOWER, ModelName.PIPELINE));
  }
}
