package io.millrace.tests.benchmark.training;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a step is measured on.
 *
 * @param model which network
 * @param batch examples per step
 * @param tableRows rows of the item table; 0 where the model has none
 */
public record TrainingCase(Model model, int batch, int tableRows) {
  private static final int TABLES_AT = 2048;
  private static final int RANKER_BATCH = 4096;

  /** A network, by its name in the report. */
  public enum Model {
    /** Two towers with in-batch softmax. */
    TWO_TOWER("two-tower"),
    /** Deep and Cross, version 2, with two heads. */
    DCN("dcn");

    private final String label;

    Model(String label) {
      this.label = label;
    }

    /** As printed and reported. */
    public String label() {
      return label;
    }
  }

  /**
   * The towers over all batches with the first table, and over all further tables with batch 2048;
   * then the ranker with batch 4096.
   */
  public static List<TrainingCase> of(List<Integer> batches, List<Integer> tables) {
    int table = tables.getFirst();
    Stream<TrainingCase> overBatches =
        batches.stream().map(batch -> new TrainingCase(Model.TWO_TOWER, batch, table));
    Stream<TrainingCase> overTables =
        tables.stream().skip(1).map(rows -> new TrainingCase(Model.TWO_TOWER, TABLES_AT, rows));
    Stream<TrainingCase> ranker = Stream.of(new TrainingCase(Model.DCN, RANKER_BATCH, 0));
    return Stream.of(overBatches, overTables, ranker).flatMap(cases -> cases).toList();
  }

  /** For people, such as {@code two-tower, batch 2048, 10000 rows}. */
  public String describe() {
    String rows = tableRows == 0 ? "" : ", %,d rows".formatted(tableRows);
    return "%s, batch %d%s".formatted(model.label(), batch, rows);
  }
}
