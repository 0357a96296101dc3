package io.millrace.trainer.protocol;

import io.millrace.runtime.UserFault;
import io.millrace.trainer.baseline.Baseline;
import io.millrace.trainer.baseline.Ease;
import io.millrace.trainer.baseline.ItemKnn;
import io.millrace.trainer.baseline.Popularity;
import io.millrace.trainer.baseline.Transitions;
import java.util.ArrayList;
import java.util.Arrays;
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
  /** The towers alone. */
  TWO_TOWER("two-tower"),
  /** The whole system: sources, union, ranker. */
  PIPELINE("pipeline");

  private static final double LAMBDA = 1000;

  private final String label;

  ModelName(String label) {
    this.label = label;
  }

  /** As the user writes it. */
  public String label() {
    return label;
  }

  /** All labels. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(ModelName::label).toList();
  }

  /**
   * Models by their labels, each once, in the order given.
   *
   * @param labels none for all
   * @throws UserFault if one is not known
   */
  public static List<ModelName> of(List<String> labels) {
    if (labels.isEmpty()) {
      return List.of(values());
    }
    return new ArrayList<>(
        labels.stream()
            .map(ModelName::named)
            .collect(Collectors.toCollection(java.util.LinkedHashSet::new)));
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

  /** The baseline of this name, not fitted; null for what the system trains. */
  @Nullable Baseline baseline() {
    return switch (this) {
      case POPULARITY -> new Popularity();
      case ITEMKNN_5 -> new ItemKnn(5);
      case ITEMKNN_ALL -> new ItemKnn(Integer.MAX_VALUE);
      case EASE_5 -> new Ease(LAMBDA, 5);
      case EASE_20 -> new Ease(LAMBDA, 20);
      case EASE_ALL -> new Ease(LAMBDA, Integer.MAX_VALUE);
      case TRANSITIONS -> new Transitions();
      case TWO_TOWER, PIPELINE -> null;
    };
  }
}
