package io.millrace.trainer.protocol.contender;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.baseline.Baseline;
import io.millrace.trainer.baseline.Biases;
import io.millrace.trainer.baseline.Ease;
import io.millrace.trainer.baseline.FactorMachine;
import io.millrace.trainer.baseline.Ials;
import io.millrace.trainer.baseline.ItemKnn;
import io.millrace.trainer.baseline.Popularity;
import io.millrace.trainer.baseline.Transitions;
import io.millrace.trainer.learner.UserHistory;
import io.millrace.trainer.protocol.contender.ModelKind.Factors;
import io.millrace.trainer.protocol.contender.ModelKind.KnownRanking;
import io.millrace.trainer.protocol.contender.ModelKind.KnownRating;
import io.millrace.trainer.protocol.contender.ModelKind.Pipeline;
import io.millrace.trainer.protocol.contender.ModelKind.Towers;
import io.millrace.trainer.protocol.data.ProtocolName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The models that can be judged. */
public enum ModelName {
  /** Most rated first. */
  POPULARITY("popularity", counted(Popularity::new)),
  /** Cosine neighbours of the last five items. */
  ITEMKNN_5("itemknn-5", counted(() -> new ItemKnn(5))),
  /** Cosine neighbours of all items. */
  ITEMKNN_ALL("itemknn-all", counted(() -> new ItemKnn(Integer.MAX_VALUE))),
  /** EASE over the last five items. */
  EASE_5("ease-5", ease(5)),
  /** EASE over the last twenty. */
  EASE_20("ease-20", ease(20)),
  /** EASE over all items. */
  EASE_ALL("ease-all", ease(Integer.MAX_VALUE)),
  /** What followed the last three items. */
  TRANSITIONS("transitions", counted(Transitions::new)),
  /** Implicit alternating least squares over all items. */
  IALS("ials", new KnownRanking(true, seed -> new Ials(Ials.Settings.defaults().seeded(seed)))),
  /** The towers alone, with a pooled history. */
  TWO_TOWER("two-tower", new Towers(UserHistory.POOLED)),
  /** The towers alone, with a history read in order. */
  SEQUENCE_TOWER("sequence-tower", new Towers(UserHistory.SEQUENCE)),
  /** The whole system: sources, union, ranker. */
  PIPELINE("pipeline", new Pipeline()),
  /** User and item means, for ratings. */
  BIASES("biases", new KnownRating(false, seed -> new Biases())),
  /** A factorisation machine, for ratings. */
  FM(
      "fm",
      new KnownRating(
          true, seed -> new FactorMachine(FactorMachine.Settings.defaults().seeded(seed)))),
  /** The system's rating factors alone, for ratings. */
  RATING_FACTORS("rating-factors", new Factors());

  private static final double LAMBDA = 1000;

  private final String label;

  /** Immutable, as its functions do nothing but make what was asked for. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final ModelKind kind;

  ModelName(String label, ModelKind kind) {
    this.label = label;
    this.kind = kind;
  }

  private static ModelKind counted(Supplier<Baseline> made) {
    return new KnownRanking(false, seed -> made.get());
  }

  private static ModelKind ease(int history) {
    return counted(() -> new Ease(LAMBDA, history));
  }

  /** As the user writes it. */
  public String label() {
    return label;
  }

  /** Labels of those that a protocol can judge. */
  private static List<String> labels(ProtocolName protocol) {
    return Arrays.stream(values())
        .filter(model -> model.goesWith(protocol))
        .map(ModelName::label)
        .toList();
  }

  private boolean goesWith(ProtocolName protocol) {
    return switch (protocol) {
      case P1, P2, P3 -> kind instanceof ModelKind.Ranking;
      case P4 -> kind instanceof ModelKind.Rating;
    };
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

  /** By which of the system's settings it is trained; known models read none but the seed. */
  public TrainingSettings trainedBy(SystemSettings settings) {
    return kind instanceof Towers(UserHistory history)
        ? settings.reading(history)
        : settings.configured();
  }

  /** Whether training is random, so that seeds matter. */
  public boolean random() {
    return kind.random();
  }

  /**
   * How it ranks.
   *
   * @throws IllegalArgumentException if it forecasts ratings alone
   */
  ModelKind.Ranking ranking() {
    if (kind instanceof ModelKind.Ranking ranking) {
      return ranking;
    }
    throw new IllegalArgumentException("model: must rank items, was " + label);
  }

  /**
   * How it forecasts ratings.
   *
   * @throws IllegalArgumentException if it ranks items alone
   */
  ModelKind.Rating rating() {
    if (kind instanceof ModelKind.Rating rating) {
      return rating;
    }
    throw new IllegalArgumentException("model: must forecast ratings, was " + label);
  }
}
