package io.millrace.recommend.generation;

/** Makes generations that answer. */
public interface ModelFactory {
  /** Generation 0: popularity and transitions, no model. */
  ServingModel zero();

  /**
   * Builds a generation with what is in the catalogue; takes its time. What changes there meanwhile
   * it may take in or not: it is told afterwards.
   *
   * @param parcel verified
   * @throws GenerationFault if the bundle cannot be read
   */
  ServingModel build(Parcel parcel);
}
