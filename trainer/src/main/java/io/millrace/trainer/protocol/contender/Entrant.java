package io.millrace.trainer.protocol.contender;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is judged: a model, as it is or varied. Immutable.
 *
 * @param variation null for as it is
 */
public record Entrant(ModelName model, @Nullable Variation variation) {
  /**
   * All that are asked for, in the order of the table: the models in theirs, the pipeline followed
   * by its variations.
   */
  public static List<Entrant> of(List<ModelName> models, List<Variation> variations) {
    List<Entrant> all = new ArrayList<>();
    for (ModelName model : models) {
      all.add(new Entrant(model, null));
      if (model == ModelName.PIPELINE) {
        variations.forEach(other -> all.add(new Entrant(model, other)));
      }
    }
    return all;
  }

  /** Whether it is the whole pipeline as it is. */
  public boolean whole() {
    return model == ModelName.PIPELINE && variation == null;
  }

  /** Such as {@code pipeline-without-ranker}; may be part of a file's name. */
  public String label() {
    return variation == null ? model.label() : model.label() + "-" + variation.suffix();
  }
}
