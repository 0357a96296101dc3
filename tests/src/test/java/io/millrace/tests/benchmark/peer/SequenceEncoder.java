package io.millrace.tests.benchmark.peer;

import io.millrace.tests.benchmark.encoder.EncoderSpec;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/** Reads events in order: what comes of a place depends on it and on those before it alone. */
sealed interface SequenceEncoder extends AutoCloseable permits GatedEncoder, AttentionEncoder {
  /** A fresh one. */
  static SequenceEncoder of(EncoderSpec spec, Parameters parameters, SplittableRandom random) {
    return switch (spec.kind()) {
      case GRU -> new GatedEncoder(spec, parameters, random);
      case ATTENTION_1, ATTENTION_2 -> new AttentionEncoder(spec, parameters, random);
    };
  }

  /**
   * The states after all places.
   *
   * @param rows [windows, length, dim] rows of the item table
   * @param side [windows, length, sideWidth] what else is known of each event
   * @param training whether units are dropped
   * @return [windows * length, dim]
   */
  Tensor forward(Tensor rows, Tensor side, boolean training);

  @Override
  void close();
}
