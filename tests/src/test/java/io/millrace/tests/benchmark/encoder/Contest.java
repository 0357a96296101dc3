package io.millrace.tests.benchmark.encoder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Trains every kind: with each rate on the first seed, then with the best of them on the other
 * seeds. All kinds have as many tries. Confined to one thread.
 */
final class Contest {
  private final Function<EncoderSpec, NextItemModel> models;
  private final Training training;
  private final List<Fit> all = new ArrayList<>();
  private final Map<EncoderKind, List<Fit>> fits = new EnumMap<>(EncoderKind.class);
  private final Map<EncoderKind, Double> encodingMicros = new EnumMap<>(EncoderKind.class);

  Contest(Function<EncoderSpec, NextItemModel> models, Training training) {
    this.models = models;
    this.training = training;
  }

  /**
   * Finds a kind's best rate.
   *
   * @param tries the kind with each rate on the first seed
   */
  void search(List<EncoderSpec> tries) {
    Fit best =
        tries.stream()
            .map(this::fit)
            .max(Comparator.comparingDouble(fit -> fit.best().choosing()))
            .orElseThrow();
    fits.put(best.spec().kind(), new ArrayList<>(List.of(best)));
  }

  /** Trains every kind from another seed with the rate that was found. */
  void repeat(long seed) {
    fits.values().forEach(seeds -> seeds.add(fit(seeds.getFirst().spec().with(seed))));
  }

  private Fit fit(EncoderSpec spec) {
    try (NextItemModel model = models.apply(spec)) {
      Fit fit = training.run(spec, model);
      encodingMicros.computeIfAbsent(spec.kind(), _ -> EncodingCost.micros(spec, model));
      all.add(fit);
      return fit;
    }
  }

  /** Every training so far. */
  List<EncodersReport.FitRow> fits() {
    return all.stream().map(EncodersReport.FitRow::of).toList();
  }

  /** A row a kind, in the order of kinds. */
  List<EncodersReport.Row> rows() {
    double least =
        fits.values().stream()
            .mapToDouble(seeds -> mean(seeds, fit -> fit.last().cpuSeconds()))
            .min()
            .orElse(0);
    return fits.values().stream().map(seeds -> row(seeds, least)).toList();
  }

  private EncodersReport.Row row(List<Fit> seeds, double cpuSeconds) {
    EncoderSpec spec = seeds.getFirst().spec();
    List<Fit> first = fits.values().iterator().next();
    return new EncodersReport.Row(
        spec.kind().label(),
        spec.rate(),
        seeds.size(),
        spread(seeds, fit -> fit.best().told().ndcg()),
        spread(seeds, fit -> fit.best().told().hitRate()),
        spread(seeds, fit -> fit.bestWithin(cpuSeconds).told().ndcg()),
        mean(seeds, fit -> fit.best().number()),
        mean(seeds, fit -> fit.last().cpuSeconds() / fit.last().number()),
        mean(seeds, fit -> fit.last().cpuSeconds()),
        mean(seeds, fit -> fit.last().wallSeconds()),
        encodingMicros.getOrDefault(spec.kind(), Double.NaN),
        spec.multiplications(),
        seeds.equals(first) ? null : Ranks.difference(told(seeds), told(first)));
  }

  private static List<Ranks> told(List<Fit> seeds) {
    return seeds.stream().map(fit -> fit.best().told()).toList();
  }

  private static Spread spread(List<Fit> seeds, ToDoubleFunction<Fit> figure) {
    return Spread.of(seeds.stream().mapToDouble(figure).toArray());
  }

  private static double mean(List<Fit> seeds, ToDoubleFunction<Fit> figure) {
    return spread(seeds, figure).mean();
  }
}
