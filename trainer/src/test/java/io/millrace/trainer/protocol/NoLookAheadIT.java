package io.millrace.trainer.protocol;

import io.millrace.trainer.protocol.contender.ModelName;
import java.util.List;

/** Of what is trained. */
class NoLookAheadIT extends NoLookAheadContract {
  NoLookAheadIT() {
    super(List.of(ModelName.TWO_TOWER, ModelName.PIPELINE));
  }
}
