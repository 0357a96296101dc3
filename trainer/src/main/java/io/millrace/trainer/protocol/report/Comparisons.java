package io.millrace.trainer.protocol.report;

import io.millrace.trainer.protocol.judge.Way;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which results are set beside one another: all models, or the ways of each where there are
 * several.
 *
 * @param results of one evaluation; those that have predictions
 */
record Comparisons(List<ModelResult> results) {
  Comparisons(List<ModelResult> results) {
    this.results =
        results.stream()
            .filter(result -> result.predictions() != null && !result.predictions().all().isEmpty())
            .toList();
  }

  /** By model, where each has several ways; else all under the empty name. */
  Map<String, List<ModelResult>> groups() {
    return haveWays()
        ? results.stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.name().model(), LinkedHashMap::new, Collectors.toList()))
        : Map.of("", results);
  }

  private boolean haveWays() {
    return results.stream().anyMatch(result -> result.name().way() != null);
  }

  /**
   * What a result is measured against: the first of all, or its model's frozen way; empty for that
   * one itself, and where it could not be judged.
   */
  Optional<ModelResult> reference(ModelResult result) {
    return groups().values().stream()
        .filter(group -> group.stream().skip(1).anyMatch(r -> r.name().equals(result.name())))
        .map(List::getFirst)
        .filter(first -> !haveWays() || Way.FROZEN.equals(first.name().way()))
        .findFirst();
  }

  /** The name of what results are measured against; empty where nothing is. */
  Optional<String> referenceName() {
    return results.stream()
        .flatMap(result -> reference(result).stream())
        .findFirst()
        .map(first -> haveWays() ? "@" + Way.FROZEN : first.label());
  }
}
