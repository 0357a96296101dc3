package io.millrace.trainer;

/** How towers and ranker are trained together. */
public enum TrainingMode {
  /** Towers first, then the ranker on their vectors. */
  STAGED,
  /** The ranker's loss reaches the towers too: L = L_retrieval + a L_rating + b L_ctr. */
  JOINT
}
