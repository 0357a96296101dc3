package io.millrace.trainer.protocol.contender;

import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.evaluation.SystemForecaster.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A part of the trained pipeline that can be taken away, to see what it is worth (ablation). A
 * source's places are filled as in serving: by the other sources, and by what is popular where they
 * give fewer candidates than are wanted.
 */
public enum Part implements Variation {
  /** The nearest items by the towers are not proposed. */
  INDEX,
  /** What follows the last items is not proposed. */
  TRANSITIONS,
  /** What is popular is not proposed beyond what it fills. */
  POPULARITY,
  /** What is fresh is not proposed. */
  FRESH,
  /** The candidates stand in the order of their retrieval scores. */
  RANKER;

  /** As the user writes it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Parts by their labels, each once, in the order given.
   *
   * @throws UserFault if one is not known
   */
  public static List<Part> of(List<String> labels) {
    return labels.stream().map(Part::named).distinct().toList();
  }

  private static Part named(String label) {
    return Arrays.stream(values())
        .filter(part -> part.label().equals(label.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new UserFault(
                    "--without: must be some of %s, with commas, was \"%s\""
                        .formatted(
                            Arrays.stream(values())
                                .map(Part::label)
                                .collect(Collectors.joining(", ")),
                            label)));
  }

  @Override
  public String suffix() {
    return "without-" + label();
  }

  @Override
  public String option() {
    return "--without";
  }

  /** How candidates are gathered without it. */
  RecommenderSettings away(RecommenderSettings from) {
    return new RecommenderSettings(
        from.candidates(),
        this == INDEX ? 0 : from.indexCandidates(),
        this == TRANSITIONS ? 0 : from.transitionCandidates(),
        from.transitionHistory(),
        from.transitionDecay(),
        this == POPULARITY ? 0 : from.popularityCandidates(),
        this == FRESH ? 0 : from.freshCandidates());
  }

  /** How far the system is followed without it. */
  Stage stage() {
    return this == RANKER ? Stage.UNION : Stage.RANKING;
  }
}
