package io.millrace.trainer.protocol;

import io.millrace.trainer.protocol.contender.ModelName;
import java.util.List;

/** Of what is counted or solved for. */
class NoLookAheadTest extends NoLookAheadContract {
  NoLookAheadTest() {
    super(
        List.of(
            ModelName.POPULARITY,
            ModelName.ITEMKNN_5,
            ModelName.EASE_5,
            ModelName.TRANSITIONS,
            ModelName.IALS));
  }
}
