package io.millrace.trainer;

/** Which engine trains. */
public enum EngineKind {
  /** Deeplearning4j on ND4J, the reference. */
  DL4J,
  /** Layers of our own over training kernels. */
  FUSED
}
