package io.millrace.tests.benchmark.index;

import io.millrace.runtime.UserFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench index}: recall and speed of the item index, of Lucene's HNSW and of exact search on
 * made-up catalogues, over several beams.
 */
@Command(
    name = "index",
    description = "The item index beside Lucene's HNSW and exact search.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class IndexCommand implements Callable<Integer> {
  private static final int DIMENSION = 128;
  private static final List<String> ENGINES =
      List.of(MillraceSearch.ENGINE, LuceneSearch.ENGINE, ExactSearch.ENGINE);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--items",
      split = ",",
      defaultValue = "100000",
      description = "Sizes of the catalogue. A million want -Xmx4g.")
  private List<Integer> items = new ArrayList<>();

  @Option(names = "--engines", split = ",", description = "Engines; all by default.")
  private List<String> engines = new ArrayList<>();

  @Option(
      names = "--wanted",
      split = ",",
      defaultValue = "10,100",
      description = "Nearest items wanted.")
  private List<Integer> wanted = new ArrayList<>();

  @Option(
      names = "--beams",
      split = ",",
      defaultValue = "10,20,40,80,160,320,640",
      description = "Beams; those below what is wanted are left out.")
  private List<Integer> beams = new ArrayList<>();

  @Option(names = "--queries", defaultValue = "200", description = "Queries, over and over.")
  private int queries;

  @Option(names = "--seconds", defaultValue = "2", description = "Time for each figure of speed.")
  private double seconds;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = "index-bench",
      description = "Where built indexes are kept; one that is there is not built again.")
  private Path directory = Path.of("index-bench");

  @Option(names = "--build-only", description = "Build what is missing, and measure no searches.")
  private boolean buildOnly;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
  private @Nullable Path report;

  @Option(names = "--plots", paramLabel = "DIR", description = "Draw speed over recall.")
  private @Nullable Path plots;

  @Override
  public Integer call() throws IOException {
    check();
    IndexShelf shelf = new IndexShelf(directory);
    List<IndexReport.Row> rows = new ArrayList<>();
    for (int size : items) {
      rows.addAll(measure(shelf, new ClusteredCatalogue(size, DIMENSION)));
    }
    write(new IndexReport(DIMENSION, shelf.costs(), rows));
    return 0;
  }

  private void check() {
    for (String engine : engines) {
      if (!ENGINES.contains(engine)) {
        throw new UserFault(
            "--engines: must be of %s, was %s".formatted(String.join(", ", ENGINES), engine));
      }
    }
    items.forEach(size -> requireAtLeast("--items", size, 1000));
    wanted.forEach(k -> requireAtLeast("--wanted", k, 1));
    requireAtLeast("--queries", queries, 1);
    if (!(seconds > 0)) {
      throw new UserFault("--seconds: must be above 0, was " + seconds);
    }
  }

  private static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new UserFault("%s: must be at least %d, was %d".formatted(option, least, value));
    }
  }

  private List<IndexReport.Row> measure(IndexShelf shelf, ClusteredCatalogue catalogue)
      throws IOException {
    int k = wanted.stream().mapToInt(Integer::intValue).max().orElseThrow();
    Truth truth =
        buildOnly
            ? new Truth(new float[0][], new int[0][])
            : Truth.of(ExactSearch.of(catalogue), catalogue.queries(queries), k);
    List<IndexReport.Row> rows = new ArrayList<>();
    for (String engine : engines.isEmpty() ? ENGINES : engines) {
      try (SearchedIndex index = shelf.take(engine, catalogue)) {
        print(shelf.costs().getLast());
        rows.addAll(buildOnly ? List.of() : rows(index, truth, catalogue.items()));
      }
    }
    return rows;
  }

  private List<IndexReport.Row> rows(SearchedIndex index, Truth truth, int size) {
    List<IndexReport.Row> rows = new ArrayList<>();
    for (int k : wanted) {
      for (int beam : beams(index, k).toArray()) {
        rows.add(row(index, truth, size, k, beam));
        print(rows.getLast());
      }
    }
    return rows;
  }

  private IntStream beams(SearchedIndex index, int k) {
    return index.isApproximate()
        ? beams.stream().mapToInt(Integer::intValue).filter(beam -> beam >= k)
        : IntStream.of(k);
  }

  private IndexReport.Row row(SearchedIndex index, Truth truth, int size, int k, int beam) {
    double recall = truth.recall(index, k, beam);
    Speed one = speed(1, index, truth, k, beam);
    Speed two = speed(2, index, truth, k, beam);
    return new IndexReport.Row(
        index.engine(), size, k, beam, recall, one.cpuMicros(), one.perSecond(), two.perSecond());
  }

  private Speed speed(int threads, SearchedIndex index, Truth truth, int k, int beam) {
    return Speed.of(threads, seconds, truth.queries(), query -> index.search(query, k, beam));
  }

  private void print(Cost cost) {
    out()
        .printf(
            "%n%-9s %,d items: %s %.1f s, %.1f s of CPU, %,d MiB of heap, %,d MiB on disk%n",
            cost.engine(),
            cost.items(),
            cost.action(),
            cost.wallSeconds(),
            cost.cpuSeconds(),
            cost.heapBytes() >> 20,
            cost.diskBytes() >> 20);
    out().flush();
  }

  private void print(IndexReport.Row row) {
    out()
        .printf(
            "  %-9s k %3d beam %3d: recall %.4f, %,8.0f us of CPU, %,8.0f/s, on two threads"
                + " %,8.0f/s%n",
            row.engine(),
            row.k(),
            row.beam(),
            row.recall(),
            row.cpuMicros(),
            row.perSecond(),
            row.perSecondOnTwo());
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void write(IndexReport found) throws IOException {
    if (report != null) {
      found.write(report);
    }
    if (plots != null) {
      new RecallPlots(found).write(plots);
    }
  }
}
