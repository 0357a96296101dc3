package io.millrace.trainer.protocol;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.baseline.Baseline;
import io.millrace.trainer.baseline.Biases;
import io.millrace.trainer.baseline.Ease;
import io.millrace.trainer.baseline.FactorMachine;
import io.millrace.trainer.baseline.Ials;
import io.millrace.trainer.baseline.ItemKnn;
import io.millrace.trainer.baseline.Popularity;
import io.millrace.trainer.baseline.RatingBaseline;
import io.millrace.trainer.baseline.Transitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The models that can be judged. */
public enum ModelName {
  /** Most rated first. */
  POPULARITY("popularity"),
  /** Cosine neighbours of the last five items. */
  ITEMKNN_5("itemknn-5"),
  /** Cosine neighbours of all items. */
  ITEMKNN_ALL("itemknn-all"),
  /** EASE over the last five items. */
  EASE_5("ease-5"),
  /** EASE over the last twenty. */
  EASE_20("ease-20"),
  /** EASE over all items. */
  EASE_ALL("ease-all"),
  /** What followed the last three items. */
  TRANSITIONS("transitions"),
  /** Implicit alternating least squares over all items. */
  IALS("ials"),
  /** The towers alone, with a pooled history. */
  TWO_TOWER("two-tower"),
  /** The towers alone, with a history read in order. */
  SEQUENCE_TOWER("sequence-tower"),
  /** The whole system: sources, union, ranker. */
  PIPELINE("pipeline"),
  /** User and item means, for ratings. */
  BIASES("biases"),
  /** A factorisation machine, for ratings. */
  FM("fm"),
  /** The system's rating factors alone, for ratings. */
  RATING_FACTORS("rating-factors");

  private static final double LAMBDA = 1000;

  private final String label;

  ModelName(String label) {
    this.label = label;
  }

  /** As the user writes it. */
  public String label() {
    return label;
  }

  /** Labels of those that a protocol can judge. */
  private static List<String> labels(ProtocolName protocol) {
    boolean ratings = protocol == ProtocolName.P4;
    return Arrays.stream(values())
        .filter(model -> ratings ? model.rates() : model.ranks())
        .map(ModelName::label)
        .toList();
  }

  /** Whether it predicts ratings. */
  private boolean rates() {
    return this == BIASES || this == FM || this == RATING_FACTORS || this == PIPELINE;
  }

  /** Whether it ranks items. */
  private boolean ranks() {
    return this != BIASES && this != FM && this != RATING_FACTORS;
  }

  /** All labels. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(ModelName::label).toList();
  }

  /**
   * Models by their labels, each once, in the order given.
   *
   * @param labels none for all that go with the protocol
   * @throws UserFault if one is not known or does not go with it
   */
  public static List<ModelName> of(List<String> labels, ProtocolName protocol) {
    List<String> fitting = labels(protocol);
    if (labels.isEmpty()) {
      return of(fitting, protocol);
    }
    for (String label : labels) {
      if (!fitting.contains(named(label).label)) {
        throw new UserFault(
            "--models: must be some of %s with --protocol %s, was \"%s\""
                .formatted(
                    String.join(", ", fitting), protocol.name().toLowerCase(Locale.ROOT), label));
      }
    }
    return new ArrayList<>(
        labels.stream().map(ModelName::named).collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private static ModelName named(String label) {
    String wanted = label.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(model -> model.label.equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new UserFault(
                    "--models: must be some of %s, with commas, was \"%s\""
                        .formatted(String.join(", ", labels()), label)));
  }

  /** Whether training is random, so that seeds matter. */
  boolean random() {
    return switch (this) {
      case IALS, TWO_TOWER, SEQUENCE_TOWER, PIPELINE, FM, RATING_FACTORS -> true;
      default -> false;
    };
  }

  /**
   * The baseline of this name, not fitted; null for what the system trains.
   *
   * @param seed of what is random in it
   */
  @Nullable Baseline baseline(long seed) {
    return switch (this) {
      case POPULARITY -> new Popularity();
      case ITEMKNN_5 -> new ItemKnn(5);
      case ITEMKNN_ALL -> new ItemKnn(Integer.MAX_VALUE);
      case EASE_5 -> new Ease(LAMBDA, 5);
      case EASE_20 -> new Ease(LAMBDA, 20);
      case EASE_ALL -> new Ease(LAMBDA, Integer.MAX_VALUE);
      case TRANSITIONS -> new Transitions();
      case IALS -> new Ials(Ials.Settings.defaults().seeded(seed));
      case TWO_TOWER, SEQUENCE_TOWER, PIPELINE, BIASES, FM, RATING_FACTORS -> null;
    };
  }

  /**
   * The baseline of this name that predicts ratings, not fitted; null for others.
   *
   * @param seed of what is random in it
   */
  @Nullable RatingBaseline ratingBaseline(long seed) {
    return switch (this) {
      case BIASES -> new Biases();
      case FM -> new FactorMachine(FactorMachine.Settings.defaults().seeded(seed));
      default -> null;
    };
  }
}
