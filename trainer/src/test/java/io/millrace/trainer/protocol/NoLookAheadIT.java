package io.millrace.trainer.protocol;

import java.util.List;

/** Of what is trained. */
class NoLookAheadIT extends NoLookAheadContract {
  NoLookAheadIT() {
    super(List.of(ModelName.TWO_TOWER, ModelName.PIPELINE));
  }
}
