package io.millrace.tests.benchmark.encoder;

import java.util.Locale;

/** A causal encoder of a user's events. */
public enum EncoderKind {
  /** One layer of gated recurrent units, as the user tower has it. */
  GRU(0),
  /** One block of self-attention and feed-forward (SASRec; Kang and McAuley 2018). */
  ATTENTION_1(1),
  /** Two of them. */
  ATTENTION_2(2);

  private final int blocks;

  EncoderKind(int blocks) {
    this.blocks = blocks;
  }

  /** Blocks of self-attention. */
  public int blocks() {
    return blocks;
  }

  /** As tables show it. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
