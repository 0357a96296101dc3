package io.millrace.tests.benchmark.training;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.dataset.HalfMatrix;
import io.millrace.trainer.dataset.InteractionColumns;
import io.millrace.trainer.dataset.Interactions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench memory}: the trainer's columns, filled rating by rating as from the topic, then a
 * snapshot of them beside it, then the user features that the towers are fed, one row a rating.
 * After each, what the process has in memory.
 */
@Command(
    name = "memory",
    description = "Memory that the trainer's columns take, for ratings in the shape of ml-25m.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class MemoryCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--ratings", defaultValue = "25000000", description = "Ratings.")
  private int ratings;

  @Option(names = "--users", defaultValue = "162541", description = "Users.")
  private int users;

  @Option(names = "--items", defaultValue = "62423", description = "Items.")
  private int items;

  @Option(
      names = "--learned",
      defaultValue = "25000000",
      description = "Ratings whose user features are kept (trainer.retrieval_max_examples).")
  private int learned;

  @Override
  public Integer call() {
    check();
    long empty = ResidentMemory.now();
    SyntheticRatings synthetic = new SyntheticRatings(ratings, users, items);
    InteractionColumns columns = new InteractionColumns();
    synthetic.catalogue().forEach(columns::putItem);
    long started = System.nanoTime();
    synthetic.addTo(columns);
    print("columns, %,d ratings".formatted(columns.size()), ratings, empty, started);
    started = System.nanoTime();
    Interactions snapshot = columns.snapshot();
    print("and a snapshot in total order", ratings, empty, started);
    started = System.nanoTime();
    int width = FeatureEncoder.fit(snapshot.items().values(), List.of()).userWidth();
    HalfMatrix features = features(width);
    print("and %,d rows of %d features".formatted(learned, width), ratings, empty, started);
    out().printf("most at any time: %,.0f MiB%n", ResidentMemory.peak() / MIB);
    out().flush();
    // what is measured must still be held here
    return columns.size() == snapshot.size() && features.width() == width ? 0 : 1;
  }

  private void check() {
    if (ratings < 1 || users < 1 || items < 1 || learned < 1 || learned > ratings) {
      throw new UserFault(
          "--ratings, --users, --items, --learned: must be at least 1, learned at"
              + " most ratings, were %d, %d, %d, %d".formatted(ratings, users, items, learned));
    }
    if ((ratings - 1L) / users >= items) {
      throw new UserFault(
          "--items: must be at least ratings / users (%d), was %d"
              .formatted((ratings - 1) / users + 1, items));
    }
  }

  private HalfMatrix features(int width) {
    HalfMatrix features = new HalfMatrix(learned, width);
    float[] row = BenchmarkSpecs.noise(width, 1);
    for (int i = 0; i < learned; i++) {
      features.set(i, row, 0);
    }
    return features;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void print(String what, int rows, long empty, long started) {
    double seconds = (System.nanoTime() - started) / 1e9;
    long resident = ResidentMemory.now();
    out()
        .printf(
            "%-40s %6.1f s  resident %,6.0f MiB, %5.1f bytes a rating above the start's %,.0f"
                + " MiB%n",
            what, seconds, resident / MIB, (double) (resident - empty) / rows, empty / MIB);
    out().flush();
  }
}
