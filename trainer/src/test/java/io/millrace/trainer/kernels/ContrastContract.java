package io.millrace.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.trainer.learner.NegativeSampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sampled softmax with log-Q correction. */
interface ContrastContract extends OnKernels {
  float LOG_SCALE = 2;
  double SCALE = Math.exp(LOG_SCALE);

  /** A batch, its pool and its masks, with where results go. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Case(
      int rows,
      int pool,
      int dim,
      Cells users,
      Cells items,
      Cells logQ,
      int[] positive,
      List<Set<Integer>> masked,
      NegativeSampling strategy,
      int random,
      int hard,
      Cells userGradient,
      Cells itemGradient,
      Floats results) {

    static Case random(
        Bench bench, int rows, int pool, int dim, NegativeSampling strategy, int random, int hard) {
      return of(bench, unit(bench, rows, dim), rows, pool, dim, strategy, random, hard);
    }

    /** Users along the axes: the items' gradient then holds each row's own gradient apart. */
    static Case apart(
        Bench bench, int rows, int pool, NegativeSampling strategy, int random, int hard) {
      float[] axes = new float[rows * rows];
      for (int r = 0; r < rows; r++) {
        axes[r * rows + r] = 1;
      }
      return of(bench, bench.cells(axes, rows, rows), rows, pool, rows, strategy, random, hard);
    }

    private static Case of(
        Bench bench,
        Cells users,
        int rows,
        int pool,
        int dim,
        NegativeSampling strategy,
        int random,
        int hard) {
      float[] logQ = new float[pool];
      for (int p = 0; p < pool; p++) {
        logQ[p] = (float) Math.log(0.001 + bench.random().nextDouble());
      }
      List<Set<Integer>> masked = new ArrayList<>();
      for (int r = 0; r < rows; r++) {
        Set<Integer> one = new HashSet<>();
        int count = bench.random().nextInt(5) == 0 ? pool : bench.random().nextInt(4);
        for (int i = 0; i < count; i++) {
          one.add(bench.random().nextInt(pool));
        }
        masked.add(one);
      }
      return new Case(
          rows,
          pool,
          dim,
          users,
          unit(bench, pool, dim),
          bench.row(logQ),
          bench.random().ints(rows, 0, pool).toArray(),
          masked,
          strategy,
          random,
          hard,
          bench.poisoned(rows, dim),
          bench.poisoned(pool, dim),
          bench.floats(7, Float.NaN, Float.NaN, 7));
    }

    private static Cells unit(Bench bench, int rows, int dim) {
      Cells normal = bench.normal(rows, dim);
      float[] values = normal.now();
      for (int r = 0; r < rows; r++) {
        int row = r;
        double length = Math.sqrt(Sums.over(dim, c -> Math.pow(normal.was(row, c), 2)));
        for (int c = 0; c < dim; c++) {
          values[r * dim + c] /= (float) length;
        }
      }
      return bench.cells(values, rows, dim);
    }

    ContrastBatch batch(Bench bench) {
      int[] starts = new int[rows + 1];
      List<Integer> all = new ArrayList<>();
      for (int r = 0; r < rows; r++) {
        all.addAll(masked.get(r));
        starts[r + 1] = all.size();
      }
      return new ContrastBatch(
          bench.ints(positive),
          logQ.matrix(),
          bench.ints(starts),
          bench.ints(all.stream().mapToInt(i -> i).toArray()),
          strategy,
          random,
          hard);
    }

    void run(Bench bench, long seed) {
      bench
          .kernels()
          .contrast(
              rows,
              pool,
              users.matrix(),
              items.matrix(),
              batch(bench),
              bench.floats(0, LOG_SCALE),
              1,
              seed,
              userGradient.matrix(),
              itemGradient.matrix(),
              results,
              1);
    }

    boolean free(int r, int p) {
      return p != positive[r] && !masked.get(r).contains(p);
    }

    int[] free(int r) {
      return IntStream.range(0, pool).filter(p -> free(r, p)).toArray();
    }

    double cosine(int r, int p) {
      return Sums.over(dim, c -> users.was(r, c) * items.was(p, c));
    }

    /** The free ones of the highest cosines. */
    Set<Integer> hardest(int r) {
      List<Integer> free = new ArrayList<>(Arrays.stream(free(r)).boxed().toList());
      free.sort(Comparator.comparingDouble(p -> -cosine(r, p)));
      return new HashSet<>(free.subList(0, Math.min(hard, free.size())));
    }
  }

  /** Loss and gradients in double precision, from the negatives of each row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Expected(double loss, double tilt, double[][] user, double[][] item) {
    static Expected of(Case c, List<Set<Integer>> negatives) {
      double[][] user = new double[c.rows][c.dim];
      double[][] item = new double[c.pool][c.dim];
      double loss = 0;
      double tilt = 0;
      for (int r = 0; r < c.rows; r++) {
        Set<Integer> members = new HashSet<>(negatives.get(r));
        members.add(c.positive[r]);
        int row = r;
        double total = members.stream().mapToDouble(p -> Math.exp(logit(c, row, p))).sum();
        loss += (Math.log(total) - logit(c, r, c.positive[r])) / c.rows;
        for (int p : members) {
          double own = p == c.positive[r] ? 1 : 0;
          double g = (Math.exp(logit(c, r, p)) / total - own) / c.rows;
          tilt += g * SCALE * c.cosine(r, p);
          for (int d = 0; d < c.dim; d++) {
            user[r][d] += SCALE * g * c.items.was(p, d);
            item[p][d] += SCALE * g * c.users.was(r, d);
          }
        }
      }
      return new Expected(loss, tilt, user, item);
    }

    private static double logit(Case c, int r, int p) {
      return SCALE * c.cosine(r, p) - c.logQ.was(p);
    }

    /**
     * Logits up to about 14 are rounded to 2^-21 and summed from dim terms; a gradient is a
     * probability, as far off relative to itself, times a unit vector.
     */
    void check(Case c, Bench bench) {
      String shape = bench.named("contrast", c.rows, c.pool, c.dim, c.strategy);
      double roundings = 64 + 16 * Math.sqrt(c.dim + c.pool);
      c.userGradient.expect(
          shape, (r, d) -> user[r][d], roundings, (r, d) -> 4 * SCALE / Math.max(1, c.rows));
      c.itemGradient.expect(
          shape,
          (p, d) -> item[p][d],
          roundings,
          (p, d) -> 4 * SCALE * (1.0 / Math.max(1, c.rows) + Math.abs(item[p][d])));
      float[] found = bench.read(c.results);
      assertThat(found[0]).isEqualTo(7);
      assertThat((double) found[1]).as(shape).isCloseTo(loss, within(2e-5));
      assertThat((double) found[2]).as(shape).isCloseTo(tilt, within(2e-4));
      assertThat(found[3]).isEqualTo(7);
    }
  }

  @Test
  default void shouldContrastWithTheWholePoolWhenInBatch() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = bench().rows();
      int pool = 1 + bench().random().nextInt(i % 6 == 0 ? 600 : 70);
      Case c = Case.random(bench(), rows, pool, bench().columns(), NegativeSampling.IN_BATCH, 3, 3);

      c.run(bench(), 5);

      List<Set<Integer>> all = new ArrayList<>();
      for (int r = 0; r < rows; r++) {
        all.add(new HashSet<>(Arrays.stream(c.free(r)).boxed().toList()));
      }
      Expected.of(c, all).check(c, bench());
    }
  }

  @Test
  default void shouldContrastWithTheHighestCosinesWhenHard() {
    for (int i = 0; i < SHAPES; i++) {
      int rows = bench().rows();
      int hard = 1 + bench().random().nextInt(20);
      Case c =
          Case.random(
              bench(),
              rows,
              1 + bench().random().nextInt(150),
              // In one dimension all cosines are alike.
              6 + bench().columns(),
              NegativeSampling.HARD,
              4,
              hard);

      c.run(bench(), 5);

      List<Set<Integer>> hardest = new ArrayList<>();
      for (int r = 0; r < rows; r++) {
        hardest.add(c.hardest(r));
      }
      Expected.of(c, hardest).check(c, bench());
    }
  }

  @Test
  default void shouldDrawAsManyAsAskedForWhenRandomOrMixed() {
    for (int i = 0; i < SHAPES; i++) {
      NegativeSampling strategy = i % 2 == 0 ? NegativeSampling.RANDOM : NegativeSampling.MIXED;
      int random = 1 + bench().random().nextInt(20);
      int hard = 1 + bench().random().nextInt(5);
      int rows = 1 + bench().random().nextInt(60);
      int pool = 1 + bench().random().nextInt(i % 4 < 2 ? 20 : 200);
      Case c = Case.apart(bench(), rows, pool, strategy, random, hard);

      c.run(bench(), bench().random().nextLong());

      List<Set<Integer>> chosen = chosen(c);
      for (int r = 0; r < rows; r++) {
        expectChoice(c, r, chosen.get(r));
      }
      Expected.of(c, chosen).check(c, bench());
    }
  }

  /** The negatives of each row: where its gradient is not 0. */
  private static List<Set<Integer>> chosen(Case c) {
    float[] gradient = c.itemGradient().now();
    List<Set<Integer>> all = new ArrayList<>();
    for (int r = 0; r < c.rows(); r++) {
      int row = r;
      all.add(
          new HashSet<>(
              IntStream.range(0, c.pool())
                  .filter(p -> p != c.positive()[row] && gradient[p * c.dim() + row] != 0)
                  .boxed()
                  .toList()));
    }
    return all;
  }

  private void expectChoice(Case c, int r, Set<Integer> chosen) {
    String row = bench().named("row", r, c.rows(), c.pool(), c.strategy(), c.random(), c.hard());
    int hard = c.strategy() == NegativeSampling.MIXED ? c.hard() : 0;
    assertThat(chosen).as(row).allMatch(p -> c.free(r, p));
    assertThat(chosen).as(row).hasSize(Math.min(c.random() + hard, c.free(r).length));
    if (hard > 0) {
      // Axes make cosines equal to items' components, which differ.
      assertThat(chosen).as(row).containsAll(c.hardest(r));
    }
  }

  @Test
  default void shouldDrawEachAsOftenWhenSeedsAreMany() {
    int pool = 12;
    int rows = 8;
    int runs = 500;
    int[] times = new int[pool];
    Case c = Case.apart(bench(), rows, pool, NegativeSampling.RANDOM, 3, 1);
    c.masked().replaceAll(masked -> Set.of());
    Arrays.fill(c.positive(), 0);
    for (int seed = 0; seed < runs; seed++) {
      c.run(bench(), seed);
      for (Set<Integer> chosen : chosen(c)) {
        chosen.forEach(p -> times[p]++);
      }
    }

    double expected = runs * rows * 3.0 / (pool - 1);
    double deviation = Math.sqrt(expected * (1 - 3.0 / (pool - 1)));
    assertThat(times[0]).isZero();
    for (int p = 1; p < pool; p++) {
      assertThat(times[p] - expected)
          .as("item %d of %s", p, Arrays.toString(times))
          .isBetween(-5 * deviation, 5 * deviation);
    }
  }

  @Test
  default void shouldDrawOthersWhenTheSeedIsAnother() {
    Case c = Case.apart(bench(), 20, 100, NegativeSampling.RANDOM, 5, 1);
    c.run(bench(), 1);
    List<Set<Integer>> first = chosen(c);
    c.run(bench(), 2);

    assertThat(chosen(c)).isNotEqualTo(first);
    assertThat(new HashSet<>(first)).as("rows draw differently").hasSizeGreaterThan(15);
  }

  @Test
  default void shouldRefuseWhenThePoolIsLargerThanItsItems() {
    Case c = Case.random(bench(), 3, 4, 5, NegativeSampling.IN_BATCH, 1, 1);

    assertThatThrownBy(
            () ->
                bench()
                    .kernels()
                    .contrast(
                        3,
                        5,
                        c.users().matrix(),
                        c.items().matrix(),
                        c.batch(bench()),
                        bench().floats(0),
                        0,
                        1,
                        c.userGradient().matrix(),
                        c.itemGradient().matrix(),
                        c.results(),
                        0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("items: expected 5 x 5, found 4 x 5");
  }
}
