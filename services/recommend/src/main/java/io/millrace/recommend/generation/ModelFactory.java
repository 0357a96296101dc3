package io.millrace.recommend.generation;

/** Makes generations that answer. */
public interface ModelFactory {
  /** Generation 0: popularity and transitions, no model. */
  ServingModel zero();

  /**
   * Builds a generation; takes its time.
   *
   * @param parcel verified
   * @throws GenerationFault if the bundle cannot be read
   */
  ServingModel build(Parcel parcel);
}
