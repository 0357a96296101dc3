package io.millrace.model.feature;

/**
 * How transitions are counted.
 *
 * @param candidates successors kept per item
 * @param published successors published per item
 * @param decay of their weights
 */
public record TransitionSettings(int candidates, int published, Decay decay) {
  /** The part of the settings that concerns transitions. */
  public static TransitionSettings of(FeatureSettings settings) {
    return new TransitionSettings(
        settings.transitionCandidates(),
        settings.transitionsPublished(),
        new Decay(settings.transitionHalfLife()));
  }
}
